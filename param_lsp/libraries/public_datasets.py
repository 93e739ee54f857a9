"""The well-known sets of TensorFlow Datasets: features, classes and how many examples each split has."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicDataset:
    """A set of TensorFlow Datasets in its default version.

    Arguments:
        splits: the number of examples of each split.
        image: (height, width, channels), None where sizes differ; None for sets without pictures.
        classes: the number of labels.
        text: the name of the feature that holds a text.
        labelled: the names of the input and the target of `as_supervised=True`.
        extra: other features that are single texts or numbers, by dtype.
        names: the names of the classes, where short.
    """

    splits: tuple[tuple[str, int], ...]
    image: tuple[int | None, ...] | None = None
    classes: int = 0
    text: str | None = None
    labelled: tuple[str, str] = ("image", "label")
    extra: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()


_FREE = (None, None, 3)
_DIGITS = tuple("0123456789")
_CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
_CIFAR = ("airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck")
_TRAIN_TEST = (("train", 60000), ("test", 10000))
_REVIEWS = (("train", 25000), ("test", 25000), ("unsupervised", 50000))


def _emnist(train: int, test: int, classes: int) -> PublicDataset:
    return PublicDataset((("train", train), ("test", test)), (28, 28, 1), classes)


PUBLIC_DATASETS: dict[str, PublicDataset] = {
    "mnist": PublicDataset(_TRAIN_TEST, (28, 28, 1), 10, names=_DIGITS),
    "fashion_mnist": PublicDataset(_TRAIN_TEST, (28, 28, 1), 10, names=_CLOTHES),
    "kmnist": PublicDataset(_TRAIN_TEST, (28, 28, 1), 10),
    "cifar10": PublicDataset((("train", 50000), ("test", 10000)), (32, 32, 3), 10, extra=(("id", "string"),),
    names=_CIFAR),
    "cifar100": PublicDataset(
        (("train", 50000), ("test", 10000)), (32, 32, 3), 100, extra=(("id", "string"), ("coarse_label", "int64")),
    ),
    "cats_vs_dogs": PublicDataset(
        (("train", 23262),), _FREE, 2, extra=(("image/filename", "string"),), names=("cat", "dog"),
    ),
    "tf_flowers": PublicDataset(
        (("train", 3670),), _FREE, 5, names=("dandelion", "daisy", "tulips", "sunflowers", "roses"),
    ),
    "horses_or_humans": PublicDataset(
        (("train", 1027), ("test", 256)), (300, 300, 3), 2, names=("horses", "humans"),
    ),
    "rock_paper_scissors": PublicDataset(
        (("train", 2520), ("test", 372)), (300, 300, 3), 3, names=("rock", "paper", "scissors"),
    ),
    "svhn_cropped": PublicDataset(
        (("train", 73257), ("test", 26032), ("extra", 531131)), (32, 32, 3), 10, names=_DIGITS,
    ),
    "stl10": PublicDataset((("train", 5000), ("test", 8000), ("unlabelled", 100000)), (96, 96, 3), 10),
    "oxford_flowers102": PublicDataset(
        (("train", 1020), ("test", 6149), ("validation", 1020)), _FREE, 102, extra=(("file_name", "string"),),
    ),
    "oxford_iiit_pet": PublicDataset(
        (("train", 3680), ("test", 3669)), _FREE, 37,
        extra=(("file_name", "string"), ("species", "int64"), ("segmentation_mask", "image")),
    ),
    "malaria": PublicDataset((("train", 27558),), _FREE, 2, names=("parasitized", "uninfected")),
    "beans": PublicDataset((("train", 1034), ("validation", 133), ("test", 128)), (500, 500, 3), 3),
    "caltech101": PublicDataset((("train", 3060), ("test", 6084)), _FREE, 102, extra=(("image/file_name", "string"),)),
    "eurosat": PublicDataset((("train", 27000),), (64, 64, 3), 10, extra=(("filename", "string"),)),
    "stanford_dogs": PublicDataset((("train", 12000), ("test", 8580)), _FREE, 120, extra=(("image/filename",
    "string"),)),
    "emnist": _emnist(697932, 116323, 62),
    "emnist/byclass": _emnist(697932, 116323, 62),
    "emnist/bymerge": _emnist(697932, 116323, 47),
    "emnist/balanced": _emnist(112800, 18800, 47),
    "emnist/letters": _emnist(88800, 14800, 37),
    "emnist/digits": _emnist(240000, 40000, 10),
    "emnist/mnist": _emnist(60000, 10000, 10),
    "imdb_reviews": PublicDataset(_REVIEWS, None, 2, "text", ("text", "label"), names=("neg", "pos")),
    "imdb_reviews/plain_text": PublicDataset(_REVIEWS, None, 2, "text", ("text", "label"), names=("neg", "pos")),
    "imdb_reviews/subwords8k": PublicDataset(_REVIEWS, None, 2, "subwords", ("text", "label"), names=("neg", "pos")),
    "ag_news_subset": PublicDataset(
        (("train", 120000), ("test", 7600)), None, 4, "description", ("description", "label"),
        (("title", "string"),), ("World", "Sports", "Business", "Sci/Tech"),
    ),
    "glue/mrpc": PublicDataset((("train", 3668), ("validation", 408), ("test", 1725)), None, 2, "sentence1", ("", ""),
                               (("sentence2", "string"), ("idx", "int32"))),
}  # fmt: skip

SUBWORDS_VOCABULARY = 8185  # imdb_reviews/subwords8k: its encoder's `vocab_size`
