"""Fixes that rules propose: edits of the text, made from what they may ask about the code."""
