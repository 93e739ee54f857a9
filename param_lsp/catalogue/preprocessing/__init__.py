"""Preprocessing layers: numbers and categories, text, images and their augmentation, audio; one file a family."""
