"""`keras.datasets.*.load_data()`: the shapes, types and labels of the public sets, as Keras 3.15 gives them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int, number
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import Array, Call, LibraryObject, Unknown, Value


@dataclass(frozen=True, slots=True)
class _Labels:
    dtype: str
    distinct: int
    shape: tuple[int, ...] = ()


_IMAGES: dict[str, tuple[int, int, tuple[int, ...], _Labels]] = {
    "mnist": (60000, 10000, (28, 28), _Labels("uint8", 10)),
    "fashion_mnist": (60000, 10000, (28, 28), _Labels("uint8", 10)),
    "cifar10": (50000, 10000, (32, 32, 3), _Labels("uint8", 10, (1,))),
}


def _images(name: str, labels: _Labels | None = None) -> Value:
    train, test, image, usual = _IMAGES["cifar10" if name == "cifar100" else name]
    labels = labels or usual
    source = message("{name}.load_data()", name=name)
    return tuple(
        (
            Array((rows, *image), "uint8", 256, 0, 255, source=source),
            Array((rows, *labels.shape), labels.dtype, labels.distinct, 0, labels.distinct - 1, source=source),
        )
        for rows in (train, test)
    )


@function("keras.datasets.mnist.load_data", "path='mnist.npz'")
def load_mnist(_call: Call, _arguments: Bound) -> Value:
    """Give 60,000 and 10,000 digits of 28 × 28."""
    return _images("mnist")


@function("keras.datasets.fashion_mnist.load_data", "")
def load_fashion_mnist(_call: Call, _arguments: Bound) -> Value:
    """Give 60,000 and 10,000 pieces of clothing of 28 × 28."""
    return _images("fashion_mnist")


@function("keras.datasets.cifar10.load_data", "")
def load_cifar10(_call: Call, _arguments: Bound) -> Value:
    """Give 50,000 and 10,000 photographs of 32 × 32 × 3, their labels as a column."""
    return _images("cifar10")


@function("keras.datasets.cifar100.load_data", "label_mode='fine'")
def load_cifar100(call: Call, arguments: Bound) -> Value:
    """Give the set with 100 fine or 20 coarse labels."""
    classes = (
        {"fine": 100, "coarse": 20}.get(arguments["label_mode"]) if isinstance(arguments["label_mode"], str) else None
    )
    if classes is None:
        return call.unknown("label_mode is not known to be 'fine' or 'coarse'")
    return _images("cifar100", _Labels("int64", classes, (1,)))


@function(
    "keras.datasets.imdb.load_data",
    "path='imdb.npz', num_words=None, skip_top=0, maxlen=None, seed=113, start_char=1, oov_char=2, index_from=3, "
    "**rest",
)
def load_imdb(_call: Call, arguments: Bound) -> Value:
    """Give 25,000 and 25,000 reviews, each a list of word numbers below `num_words`."""
    source = message("imdb.load_data()")
    return tuple(_texts(arguments, 25000, _Labels("int64", 2), source) for _ in range(2))


@function(
    "keras.datasets.reuters.load_data",
    "path='reuters.npz', num_words=None, skip_top=0, maxlen=None, test_split=0.2, seed=113, start_char=1, oov_char=2, "
    "index_from=3, **rest",
)
def load_reuters(call: Call, arguments: Bound) -> Value:
    """Give 11,228 newswires over 46 topics, a fifth of them for the test."""
    source = message("reuters.load_data()")
    parts = _split(11228, arguments["test_split"])
    if parts is None:
        return call.unknown("test_split is not known")
    # That every topic occurs in both parts is known of the split that everybody uses.
    usual = not arguments.given & {"test_split", "seed"} and number(arguments["maxlen"]) in (None, 0)
    labels = _Labels("int64", 46)
    train, test = (_texts(arguments, rows, labels, source) for rows in parts)
    if not usual:
        train, test = ((texts, replace(topics, distinct=None, low=None, high=None)) for texts, topics in (train, test))
    return train, (test[0], replace(test[1], distinct=None, low=None))


@function("keras.datasets.boston_housing.load_data", "path='boston_housing.npz', test_split=0.2, seed=113")
def load_boston_housing(call: Call, arguments: Bound) -> Value:
    """Give 506 districts with 13 features."""
    return _table(call, "boston_housing", 506, 13, "float64", arguments["test_split"])


@function(
    "keras.datasets.california_housing.load_data",
    "version='large', path='california_housing.npz', test_split=0.2, seed=113",
)
def load_california_housing(call: Call, arguments: Bound) -> Value:
    """Give 20,640 districts with 8 features, or 600 in the small version."""
    version = arguments["version"]
    rows = {"large": 20640, "small": 600}.get(version) if isinstance(version, str) else None
    if rows is None:
        return call.unknown("version is not known to be 'large' or 'small'")
    return _table(call, "california_housing", rows, 8, "float32", arguments["test_split"])


@function("keras.datasets.imdb.get_word_index", "path=None")
def imdb_word_index(_call: Call, _arguments: Bound) -> Value:
    """Give the dictionary of 88,584 words."""
    return LibraryObject("builtins.dict", {"__len__": 88584})


@function("keras.datasets.reuters.get_word_index", "path=None")
def reuters_word_index(_call: Call, _arguments: Bound) -> Value:
    """Give the dictionary of 30,979 words."""
    return LibraryObject("builtins.dict", {"__len__": 30979})


def _texts(arguments: Bound, rows: int, labels: _Labels, source: Message) -> tuple[Array, Array]:
    count: Count = rows
    limit = arguments["maxlen"]
    if isinstance(limit, Unknown) or (limit is not None and number(limit) != 0):
        count = UnknownDim(message("texts longer than maxlen are left out"), 1, rows)
    # The numbers of words are known to stay below num_words, not that the last one occurs: only `pad_sequences` asks.
    words = as_int(arguments["num_words"])
    texts = Array((count,), "object", high=words - 1 if words else None, source=source)
    return texts, Array((count,), labels.dtype, labels.distinct, 0, labels.distinct - 1, source=source)


def _table(call: Call, name: str, rows: int, width: int, dtype: str, test_split: Value) -> Value:
    parts = _split(rows, test_split)
    if parts is None:
        return call.unknown("test_split is not known")
    source = message("{name}.load_data()", name=name)
    return tuple((Array((part, width), dtype, source=source), Array((part,), dtype, source=source)) for part in parts)


def _split(rows: int, test_split: Value) -> tuple[int, int] | None:
    fraction = number(test_split)
    if fraction is None or not 0 <= fraction < 1:
        return None
    train = int(rows * (1 - fraction))
    return train, rows - train
