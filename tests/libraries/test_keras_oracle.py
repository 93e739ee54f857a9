"""Keras and TensorFlow themselves say what their utilities and data sets give."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
pytestmark = pytest.mark.oracle
np = pytest.importorskip("numpy")
keras = pytest.importorskip("keras")
tf = pytest.importorskip("tensorflow")

from param_lsp.shapes import UnknownDim  # noqa: E402
from param_lsp.values import Array, Unknown, Value  # noqa: E402
from tests.libraries.agreement import disagreement, listed, ours  # noqa: E402
from tests.libraries.double import method, run  # noqa: E402


def agree(value: Value, real: Any) -> None:
    """Compare; an unknown value is a failure."""
    wrong = disagreement(value, real)
    assert wrong is None, wrong
    assert not isinstance(value, Unknown), value


def test_keras_utilities() -> None:
    """to_categorical, pad_sequences and the tokenizer of old, against what is installed."""
    for labels in ([0, 1, 2], [[0], [1], [4]], [[0, 1], [1, 2]]):
        for classes in (None, 5):
            agree(
                run("keras.utils.to_categorical", listed(labels), classes), keras.utils.to_categorical(labels, classes)
            )
    for texts in ([[1, 2], [3]], [[1], [2, 3, 4], []]):
        for longest in (None, 2, 5):
            agree(run("keras.utils.pad_sequences", listed(texts), longest), keras.utils.pad_sequences(texts, longest))
    from keras.src.legacy.preprocessing.text import Tokenizer

    sentences = ["I love my dog.", "I, love my cat", "You love MY dog!"]
    for options in ({}, {"num_words": 3}, {"oov_token": "<OOV>", "num_words": 100}, {"char_level": True}):
        real, mine = Tokenizer(**options), run("keras.preprocessing.text.Tokenizer", **options)
        real.fit_on_texts(sentences)
        method(mine, "fit_on_texts", listed(sentences))
        assert mine.fields["word_index"].items == real.word_index
        new = ["I really love my manatee"]
        assert [
            member.items for member in method(mine, "texts_to_sequences", listed(new)).items
        ] == real.texts_to_sequences(new)
        agree(method(mine, "texts_to_matrix", listed(sentences)), real.texts_to_matrix(sentences))


IMAGES, LABELS = np.zeros((10, 28, 28), "uint8"), np.arange(10) % 3
Steps = list[tuple[str, tuple[Any, ...], dict[str, Any]]]
PIPELINES: list[Steps] = [
    [],
    [("batch", (4,), {})],
    [("batch", (4,), {"drop_remainder": True})],
    [("shuffle", (10,), {}), ("batch", (3,), {}), ("prefetch", (1,), {})],
    [("take", (4,), {}), ("batch", (3,), {})],
    [("skip", (4,), {}), ("repeat", (2,), {}), ("cache", (), {})],
    [("batch", (4,), {}), ("unbatch", (), {})],
    [("enumerate", (), {})],
]


@pytest.mark.parametrize("steps", PIPELINES)
def test_datasets(steps: Steps) -> None:
    """The elements of `tf.data` pipelines: sizes, types and how many steps there are."""
    real = tf.data.Dataset.from_tensor_slices((IMAGES, LABELS))
    mine = run("tensorflow.data.Dataset.from_tensor_slices", (ours(IMAGES), ours(LABELS)))
    for name, positional, keywords in steps:
        real = getattr(real, name)(*positional, **keywords)
        mine = method(mine, name, *positional, **keywords)
    compare(mine.fields["__element__"], real.element_spec)
    count = int(real.cardinality())
    said = mine.fields["__len__"]
    assert count < 0 or isinstance(said, UnknownDim) or said == count


def compare(mine: Value, spec: Any) -> None:
    """Compare an element with what TensorFlow says of all elements."""
    if isinstance(spec, tuple):
        for member, real in zip(mine, spec, strict=True):
            compare(member, real)
        return
    assert isinstance(mine, Array)
    assert mine.dtype == spec.dtype.name
    assert [None if isinstance(dim, UnknownDim) else dim for dim in mine.shape] == spec.shape.as_list()


FUNCTIONS: list[tuple[str, Callable[[], Any], Callable[[], Value]]] = [
    ("reshape", lambda: tf.reshape(IMAGES, (-1, 784)), lambda: run("tensorflow.reshape", ours(IMAGES), (-1, 784))),
    ("expand_dims", lambda: tf.expand_dims(IMAGES, -1), lambda: run("tensorflow.expand_dims", ours(IMAGES), -1)),
    ("one_hot", lambda: tf.one_hot(LABELS, 3), lambda: run("tensorflow.one_hot", ours(LABELS), 3)),
    ("one_hot axis", lambda: tf.one_hot(LABELS, 3, axis=0), lambda: run("tensorflow.one_hot", ours(LABELS), 3, axis=0)),
    ("cast", lambda: tf.cast(IMAGES, tf.float32), lambda: run("tensorflow.cast", ours(IMAGES), "float32")),
    ("constant", lambda: tf.constant([[1, 2], [3, 4]]), lambda: run("tensorflow.constant", listed([[1, 2], [3, 4]]))),
    ("constant float", lambda: tf.constant([1.0]), lambda: run("tensorflow.constant", listed([1.0]))),
    ("zeros", lambda: tf.zeros((2, 3)), lambda: run("tensorflow.zeros", (2, 3))),
    ("normal", lambda: tf.random.normal((2, 3)), lambda: run("tensorflow.random.normal", (2, 3))),
    ("concat", lambda: tf.concat([IMAGES, IMAGES], 1), lambda: run("tensorflow.concat", (ours(IMAGES),
    ours(IMAGES)), 1)),
    ("stack", lambda: tf.stack([LABELS, LABELS]), lambda: run("tensorflow.stack", (ours(LABELS), ours(LABELS)))),
    ("transpose", lambda: tf.transpose(IMAGES, [0, 2, 1]), lambda: run("tensorflow.transpose", ours(IMAGES),
    listed([0, 2, 1]))),
    ("reduce_mean", lambda: tf.reduce_mean(IMAGES, axis=1), lambda: run("tensorflow.reduce_mean", ours(IMAGES),
    axis=1)),
    ("argmax", lambda: tf.argmax(IMAGES, axis=1), lambda: run("tensorflow.argmax", ours(IMAGES), axis=1)),
    ("range", lambda: tf.range(5), lambda: run("tensorflow.range", 5)),
    ("gather", lambda: tf.gather(IMAGES, [0, 1]), lambda: run("tensorflow.gather", ours(IMAGES), listed([0, 1]))),
    ("squeeze", lambda: tf.squeeze(IMAGES[:1]), lambda: run("tensorflow.squeeze", ours(IMAGES[:1]))),
    ("pad", lambda: tf.pad(LABELS, [[1, 2]]), lambda: run("tensorflow.pad", ours(LABELS), listed([[1, 2]]))),
    ("split", lambda: tf.split(IMAGES, 2), lambda: run("tensorflow.split", ours(IMAGES), 2)),
    ("resize", lambda: tf.image.resize(IMAGES[..., None], (7, 9)),
     lambda: run("tensorflow.image.resize", ours(IMAGES[..., None]), (7, 9))),
    ("rgb", lambda: tf.image.grayscale_to_rgb(tf.constant(IMAGES[..., None])),
     lambda: run("tensorflow.image.grayscale_to_rgb", ours(IMAGES[..., None]))),
    ("eye", lambda: tf.eye(3), lambda: run("tensorflow.eye", 3)),
    ("matmul", lambda: tf.matmul(np.zeros((2, 3)), np.zeros((3, 4))),
     lambda: run("tensorflow.matmul", Array((2, 3), "float64"), Array((3, 4), "float64"))),
]  # fmt: skip


@pytest.mark.parametrize(("name", "real", "mine"), FUNCTIONS, ids=[case[0] for case in FUNCTIONS])
def test_functions(name: str, real: Callable[[], Any], mine: Callable[[], Value]) -> None:
    """TensorFlow's functions on arrays: shapes and types."""
    expected = real()
    if isinstance(expected, list):
        agree(mine(), [member.numpy() for member in expected])
    else:
        agree(mine(), expected.numpy())


def test_windows() -> None:
    """Windows of a series."""
    series, targets = np.zeros((50, 3)), np.zeros((50, 1))
    real = keras.utils.timeseries_dataset_from_array(series, targets, sequence_length=7, batch_size=4)
    mine = run(
        "keras.utils.timeseries_dataset_from_array", ours(series), ours(targets), sequence_length=7, batch_size=4
    )
    images, labels = next(iter(real))
    assert [part.shape[1:] for part in mine.fields["__element__"]] == [tuple(images.shape[1:]), tuple(labels.shape[1:])]
