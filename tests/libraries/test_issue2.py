"""The data that the first programs load: public sets, reshape, division, split."""

from __future__ import annotations

from param_lsp.libraries import describe
from param_lsp.message import message
from param_lsp.shapes import UnknownDim, symbol
from param_lsp.values import Array, ListValue, NumpyScalar, Slice, Unknown
from tests.libraries.double import get, item, method, operate, run, size


def test_fashion_mnist_divided_reshaped_and_split() -> None:
    """The chain of a beginner's notebook keeps shape, type and source."""
    (train, labels), (test, _) = run("keras.datasets.fashion_mnist.load_data")
    scaled = method(operate("/", train, 255.0), "reshape", -1, 28 * 28)
    assert (scaled.shape, scaled.dtype) == ((60000, 784), "float64")
    parts = run("sklearn.model_selection.train_test_split", scaled, labels, test_size=0.2, random_state=42)
    assert [part.shape for part in parts.items] == [(48000, 784), (12000, 784), (48000,), (12000,)]
    assert str(describe(parts.items[0])) == "(48000, 784) float64, from fashion_mnist.load_data()"
    assert test.shape == (10000, 28, 28)


def test_iris() -> None:
    """`x.shape[1]` and `len(np.unique(y))` of iris are 4 and 3."""
    bunch = run("sklearn.datasets.load_iris")
    assert get(bunch.items["data"], "shape") == (150, 4)
    assert size(run("numpy.unique", bunch.items["target"])) == 3
    assert operate("+", run("numpy.max", bunch.items["target"]), 1) == NumpyScalar(3, "int64")


def test_labels_stand_as_a_column_in_cifar() -> None:
    """CIFAR's labels have an axis of size 1."""
    (_, labels), _ = run("keras.datasets.cifar100.load_data", label_mode="coarse")
    assert (labels.shape, labels.distinct) == ((50000, 1), 20)


def test_reshape_of_symbols() -> None:
    """Sizes that are symbols cancel; what does not divide is unknown."""
    rows, n, m = symbol("rows"), symbol("n"), symbol("m")
    array = Array((rows, n, m), "float32")
    assert (
        method(array, "reshape", -1, n * m).shape == (rows, n * m)
        or method(array, "reshape", -1, n * m).shape[0] == rows
    )
    assert isinstance(method(Array((10,), "int64"), "reshape", -1, 3), Unknown)
    assert method(Array((UnknownDim(message("file")), 28, 28)), "reshape", -1, 784).shape[1] == 784


def test_slices_and_masks() -> None:
    """Slices are counted, masks give at most what there is."""
    array = Array((60000, 28, 28), "uint8")
    assert item(array, Slice(None, 5000)).shape == (5000, 28, 28)
    assert item(array, (Slice(), None, Ellipsis, 0)).shape == (60000, 1, 28)
    mask = operate("==", Array((60000,), "uint8"), 5)
    assert item(array, mask).shape[0].high == 60000
    assert item(array, ListValue([1, 2, 3])).shape == (3, 28, 28)
