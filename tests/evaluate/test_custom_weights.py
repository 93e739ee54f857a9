"""The weights of custom layers and models: totals as Keras 3.15 prints them, and unknown where nobody can know them."""

import pytest

from param_lsp.analysis import analyze
from param_lsp.shapes import UnknownDim
from param_lsp.source import python_source

BEGIN = "import keras\nimport tensorflow_hub as hub\nfrom keras import layers\n"


def layer(build: str, call: str = "return x") -> str:
    """A functional model of one custom layer, as the live Keras was asked."""
    return (
        f"{BEGIN}class Own(layers.Layer):\n    def build(self, s):\n        {build}\n"
        f"    def call(self, x):\n        {call}\n"
        "inputs = keras.Input((5,))\nmodel = keras.Model(inputs, Own()(inputs))\n"
    )


def model_of(text: str):
    return next(model for model in analyze(python_source("a.py", text)).report.models if model.variable == "model")


@pytest.mark.parametrize(
    ("build", "trainable", "fixed"),
    [
        ("self.w = keras.Variable(keras.ops.ones((s[-1], 4)))", 20, 0),
        ("self.w = [keras.Variable(keras.ops.ones((2,)), trainable=False)]", 0, 2),
        ("self._trainable_variables.append(keras.Variable(keras.ops.ones((s[-1], 4))))", 20, 0),
        ("self.w = self.add_weight(shape=(s[-1], 3)); self.again = {'w': self.w}", 15, 0),
    ],
)
def test_variables_count(build: str, trainable: int, fixed: int) -> None:
    model = model_of(layer(build))
    assert model.complete
    assert (model.totals.trainable, model.totals.non_trainable) == (trainable, fixed)


@pytest.mark.parametrize(
    ("build", "low", "high"),
    [
        ("self.inner = hub.load('x')", 0, None),
        ("self.inner = [hub.load('x')]; self.w = self.add_weight(shape=(3,))", 3, None),
        ("self._trainable_variables.append(hub.load('x'))", 0, None),
        ("for i in range(hub.load('x')): setattr(self, str(i), self.add_weight(shape=(3,)))", None, None),
    ],
)
def test_what_may_hold_weights_leaves_the_count_open(build: str, low: int | None, high: int | None) -> None:
    model = model_of(layer(build))
    assert not model.complete
    assert model.unknown
    assert isinstance(model.totals.params, UnknownDim)
    assert low is None or (model.totals.params.low, model.totals.params.high) == (low, high)
    assert model.rows[-1].output_shape == (None, 5)


def test_a_weight_made_in_one_branch_is_an_interval() -> None:
    model = model_of(layer("if hub.load('x'): self.w = self.add_weight(shape=(3,))"))
    assert not model.complete
    assert (model.totals.params.low, model.totals.params.high) == (0, 3)


def test_one_of_two_layers_is_an_interval() -> None:
    build = "self.inner = layers.Dense(3) if hub.load('x') else layers.Dense(4)"
    model = model_of(layer(build, "self.inner(x)\n        return x"))
    assert not model.complete
    assert (model.totals.params.low, model.totals.params.high) == (5 * 3 + 3, 5 * 4 + 4)


def test_a_list_of_numbers_holds_no_weights() -> None:
    model = model_of(layer("self.sizes = []\n        for i in hub.load('x'): self.sizes.append(3)"))
    assert model.complete


def test_a_model_that_holds_something_unknown_has_no_total() -> None:
    model = model_of(
        f"{BEGIN}class Own(keras.Model):\n    def __init__(self):\n        super().__init__()\n"
        "        self.dense = layers.Dense(3)\n        self.inner = hub.load('x')\n"
        "    def call(self, x):\n        return self.dense(x)\n"
        "model = Own()\nmodel(keras.Input((5,)))\n"
    )
    assert not model.complete
    assert model.unknown
    assert (model.totals.params.low, model.totals.params.high) == (5 * 3 + 3, None)


def test_an_output_shape_that_is_no_shape_is_unknown() -> None:
    model = model_of(
        f"{BEGIN}class Own(layers.Layer):\n    def call(self, x):\n        return hub.load('x')(x)\n"
        "    def compute_output_shape(self, s):\n        return (s[0], 7)\n"
        "inputs = [keras.Input((5,)), keras.Input((5,))]\nmodel = keras.Model(inputs, layers.Dense(2)(Own()(inputs)))\n"
    )
    assert not model.complete
    assert not isinstance(model.rows[-1].output_shape, tuple)


def test_the_input_shape_of_a_custom_layer_builds_a_sequential() -> None:
    model = model_of(
        f"{BEGIN}class Own(layers.Layer):\n    def __init__(self, units, **kwargs):\n"
        "        super().__init__(**kwargs)\n"
        "        self.units = units\n    def build(self, s):\n"
        "        self.w = self.add_weight(shape=(s[-1], self.units))\n"
        "    def call(self, x):\n        return keras.ops.matmul(x, self.w)\n"
        "model = keras.Sequential([Own(3, input_shape=(5,)), layers.Dense(2)])\n"
    )
    assert model.complete
    assert [(row.output_shape, row.params) for row in model.rows] == [((None, 3), 15), ((None, 2), 8)]


def test_comparing_tensors_under_keras_2_is_an_operation() -> None:
    model = model_of(
        "import tensorflow as tf\nfrom tensorflow.keras.layers import CuDNNLSTM, Input\n"
        "from tensorflow.keras.models import Model\na, b = Input((5,)), Input((5,))\nmodel = Model([a, b], a < b)\n"
    )
    assert [row.type for row in model.rows][-1] == "TFOpLambda"


def test_calling_a_sequential_without_layers_gives_nothing() -> None:
    model = model_of(
        f"{BEGIN}inputs = keras.Input((5,))\nmodel = keras.Model(inputs, keras.Sequential()(layers.Dense(3)(inputs)))\n"
    )
    assert not model.complete
    assert model.rows[-1].output_shape is None


@pytest.mark.parametrize(
    ("activation", "params"),
    [("None", 18), ("'relu'", 18), ("keras.activations.tanh", 18), ("layers.PReLU()", 18 + 3)],
)
def test_what_keras_looks_up_by_name_holds_no_weights_but_a_layer(activation: str, params: int) -> None:
    build = (
        f"self.activation = keras.activations.get({activation}); self.start = keras.initializers.get('zeros')\n"
        "        self.rule = keras.regularizers.get(None); self.input_spec = layers.InputSpec(min_ndim=2)\n"
        "        self.inner = layers.Dense(3, activation=self.activation, kernel_initializer=self.start)"
    )
    model = model_of(layer(build, "return self.activation(self.inner(x))"))
    assert model.complete
    assert model.totals.params == params
    assert model.rows[-1].output_shape == (None, 3)


def test_a_layer_whose_call_is_not_followed_leaves_the_total_of_each_model_open() -> None:
    model = model_of(
        f"{BEGIN}class Part(layers.Layer):\n    def __init__(self):\n        super().__init__()\n"
        "        self.inner = layers.Dense(4)\n    def call(self, x):\n        return hub.load('x')(self.inner, x)\n"
        "class Whole(keras.Model):\n    def __init__(self, part):\n        super().__init__()\n"
        "        self.part = part\n        self.last = layers.Dense(3)\n"
        "    def call(self, x):\n        return self.last(x) + self.part(x)\n"
        "part = Part()\nmodel = Whole(part)\nmodel(keras.Input((5,)))\n"
    )
    assert not model.complete
    assert (model.totals.params.low, model.totals.params.high) == (5 * 3 + 3, None)
