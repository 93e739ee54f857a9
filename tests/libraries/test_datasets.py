"""Public sets, folders of pictures and pipelines."""

from __future__ import annotations

import pytest

from param_lsp.libraries import attribute, describe, element
from param_lsp.message import message
from param_lsp.shapes import UnknownDim
from param_lsp.values import Array, DictValue, Frame, LibraryObject, ListValue, Unknown
from tests.libraries.double import Double, get, item, method, run, size


@pytest.mark.parametrize(
    ("name", "arguments", "train", "test"),
    [
        ("mnist", {}, ((60000, 28, 28), (60000,)), ((10000, 28, 28), (10000,))),
        ("cifar10", {}, ((50000, 32, 32, 3), (50000, 1)), ((10000, 32, 32, 3), (10000, 1))),
        ("imdb", {"num_words": 10000}, ((25000,), (25000,)), ((25000,), (25000,))),
        ("reuters", {"num_words": 10000}, ((8982,), (8982,)), ((2246,), (2246,))),
        ("boston_housing", {}, ((404, 13), (404,)), ((102, 13), (102,))),
        ("california_housing", {}, ((16512, 8), (16512,)), ((4128, 8), (4128,))),
    ],
)
def test_keras_datasets(name: str, arguments: dict[str, int], train: object, test: object) -> None:
    """The shapes that Keras documents."""
    parts = run(f"keras.datasets.{name}.load_data", **arguments)
    assert tuple(tuple(array.shape for array in part) for part in parts) == (train, test)


def test_labels_become_one_hot() -> None:
    """to_categorical counts the classes of a known set, and drops the axis of CIFAR's labels."""
    (_, labels), _ = run("keras.datasets.cifar10.load_data")
    assert run("keras.utils.to_categorical", labels).shape == (50000, 10)
    assert run("keras.utils.to_categorical", Array((5,), "int64"), 3).shape == (5, 3)
    assert isinstance(run("keras.utils.to_categorical", Array((5,), "int64")).shape[1], UnknownDim)


def test_sequences_of_a_known_set_are_padded() -> None:
    """The rows are the set's, the columns are asked for."""
    (texts, _), _ = run("keras.datasets.imdb.load_data", num_words=10000)
    assert run("keras.utils.pad_sequences", texts, maxlen=200).shape == (25000, 200)
    assert run("keras.utils.pad_sequences", Unknown(message("elsewhere")), maxlen=200).shape[1] == 200


@pytest.mark.parametrize(
    ("split", "count"),
    [("train", 60000), ("train[:80%]", 48000), ("train[80%:]", 12000), ("train+test", 70000), ("test[:100]", 100),
     ("train[-10%:]", 6000)],
)  # fmt: skip
def test_splits(split: str, count: int) -> None:
    """Parts of splits are counted."""
    assert size(run("tensorflow_datasets.load", "mnist", split=split, as_supervised=True)) == count


def test_info_of_a_set() -> None:
    """`ds_info.features` and `ds_info.splits` say what a model needs."""
    parts, info = run("tensorflow_datasets.load", "mnist:3.*.*", with_info=True, as_supervised=True)
    assert list(parts.items) == ["train", "test"]
    features = get(info, "features").items
    assert (get(features["image"], "shape"), get(features["label"], "num_classes")) == ((28, 28, 1), 10)
    assert get(get(info, "splits").items["train"], "num_examples") == 60000
    subwords = run("tensorflow_datasets.load", "imdb_reviews/subwords8k", with_info=True)[1]
    assert get(get(get(subwords, "features").items["text"], "encoder"), "vocab_size") == 8185
    assert isinstance(run("tensorflow_datasets.load", "nobody_knows", with_info=True)[0], Unknown)


def test_map_calls_the_users_function() -> None:
    """A lambda sees one element, and its result is the new element."""
    data = run("tensorflow_datasets.load", "mnist", split="train", as_supervised=True)
    mapped = method(data, "map", lambda image, label: (run("tensorflow.reshape", image, (-1,)), label))
    images, labels = element(method(mapped, "batch", 32))
    assert (images.shape[1:], labels.shape[1:]) == ((784,), ())
    assert images.shape[0].high == 32


def test_pictures_in_folders() -> None:
    """Classes are the folders that are there; else their number is not known."""
    call = Double(tree={"data/train": (".git", "cats", "dogs", "frogs")})
    generator = run("keras.preprocessing.image.ImageDataGenerator", rescale=1 / 255)
    flow = method(generator, "flow_from_directory", "data/train", target_size=(150, 150), call=call)
    images, labels = element(flow)
    assert (images.shape[1:], labels.shape[1:]) == ((150, 150, 3), (3,))
    assert attribute(flow, "class_indices", call).items == {"cats": 0, "dogs": 1, "frogs": 2}
    away = run("keras.utils.image_dataset_from_directory", "elsewhere", image_size=(180, 180), label_mode="categorical")
    assert element(away)[0].shape[1:] == (180, 180, 3)
    assert isinstance(element(away)[1].shape[1], UnknownDim)
    assert attribute(away, "class_names", call).unknown is not None


def test_tables_that_cannot_be_read_keep_what_the_call_says() -> None:
    """Names and chosen columns stand in the call."""
    frame = run("pandas.read_csv", "missing.csv", names=ListValue(["a", "b", "c"]))
    assert (frame.width, list(frame.columns)) == (3, ["a", "b", "c"])
    unknown = run("pandas.read_csv", "missing.csv")
    assert item(unknown, ListValue(["a", "b"])).width == 2
    assert isinstance(unknown.width, UnknownDim)
    assert str(unknown.rows.reason) == "missing.csv is not a file of the workspace that may be read"


def test_a_table_read_in_part_gives_bounds() -> None:
    """Of a long file only the beginning is read: columns are known, rows are at least those."""
    text = "x,y\n" + "1,2\n" * 50
    call = Double(files={"long.csv": text})
    whole = run("pandas.read_csv", "long.csv", call=call)
    assert (whole.rows, whole.columns["x"].distinct) == (50, 1)

    class Short(Double):
        def read_text(self, path):
            from param_lsp.values import FileText

            return FileText(text[:41], complete=False)

    part = run("pandas.read_csv", "long.csv", call=Short())
    assert isinstance(part.rows, UnknownDim)
    assert (part.rows.low, part.width, part.columns["x"].distinct) == (9, 2, None)


def test_fields_of_objects() -> None:
    """A scaler shows its arguments; a text's tokenizer counts words of texts that stand in the file."""
    scaler = run("sklearn.decomposition.PCA", n_components=2)
    assert get(scaler, "n_components") == 2
    tokenizer = run("keras.preprocessing.text.Tokenizer", num_words=100)
    method(tokenizer, "fit_on_texts", ListValue(["a b c", "a b"]))
    assert get(tokenizer, "word_index").items == {"a": 1, "b": 2, "c": 3}


def test_descriptions() -> None:
    """What a hover says."""
    assert str(describe(run("keras.datasets.mnist.load_data")[0][0])) == "(60000, 28, 28) uint8, from mnist.load_data()"
    assert str(describe(Frame(5, {}, 3))) == "5 rows × 3 columns"
    assert describe(DictValue()) is None
    assert str(describe(LibraryObject("tensorflow.data.Dataset", {"__element__": Array((3,), "int64")}))).endswith(
        "(3,) int64"
    )
