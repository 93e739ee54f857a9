"""`trainable` flags that are not known: no weight is said to be trained that may not be."""

from param_lsp.analysis import analyze
from param_lsp.source import python_source

HEAD = "import keras\nfrom keras import layers\n"
DENSE, NORMAL, HEAD_PARAMS = 4 * 3 + 3, 4 * 3, 3 * 2 + 2


def models(text):
    return analyze(python_source("a.py", HEAD + text)).report.models


def counts(model):
    """The total, and the ends of the intervals of what is trained and what is not."""
    trained, fixed = model.totals.trainable, model.totals.non_trainable
    return model.totals.params, (trained.low, trained.high), (fixed.low, fixed.high)


def trained(model):
    return {str(each.when): each.model.totals.trainable for each in model.alternatives}


BASE = """
def build(fine_tune):
    base = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.BatchNormalization()])
    base.trainable = fine_tune
    return keras.Sequential([base, layers.Dense(2)])
"""


def test_a_flag_that_nobody_passes_makes_an_interval_with_both_cases():
    model = models(BASE)[-1]
    most = DENSE + NORMAL // 2
    whole = DENSE + NORMAL + HEAD_PARAMS
    assert not model.complete
    assert counts(model) == (whole, (HEAD_PARAMS, HEAD_PARAMS + most), (NORMAL // 2, whole - HEAD_PARAMS))
    assert trained(model) == {"fine_tune is true": HEAD_PARAMS + most, "fine_tune is false": HEAD_PARAMS}


def test_a_known_flag_is_taken_as_python_takes_it():
    for flag, there in (("0", False), ("1", True), ("[]", False), ("'yes'", True)):
        model = models(f"{BASE}build({flag})\n")[-1]
        assert model.complete
        assert model.totals.trainable == HEAD_PARAMS + (DENSE + NORMAL // 2 if there else 0)


def test_a_flag_set_in_one_branch_or_given_to_a_layer():
    for text in (
        "    dense = layers.Dense(3)\n    if flag:\n        dense.trainable = False\n",
        "    dense = layers.Dense(3, trainable=not flag)\n",
    ):
        (model,) = models(f"def build(flag):\n{text}    return keras.Sequential([keras.Input((4,)), dense])\n")
        assert not model.complete
        assert sorted(trained(model).values()) == [0, DENSE]


def test_one_of_two_models_is_frozen():
    first, second = models("""
a, b = [keras.Sequential([keras.Input((4,)), layers.Dense(3)]) for _ in range(2)]
chosen = a if input() else b
chosen.trainable = False
""")
    assert not first.complete
    assert not second.complete
    assert first.totals.params == second.totals.params == DENSE


def test_nobody_knows_how_many_layers_are_frozen():
    """`for layer in base.layers[:count]`, from the end, or one of them."""
    for freeze in (
        "    for layer in base.layers[:count]:\n        layer.trainable = False\n",
        "    for index, layer in enumerate(base.layers[-count:]):\n        layer.trainable = False\n",
        "    base.layers[count].trainable = False\n",
    ):
        (model,) = models(f"""
def build(count):
    base = keras.Sequential([keras.Input((4,)), layers.Dense(3), layers.Dense(2)])
{freeze}    base.layers[-1].trainable = True
    return base
""")
        assert not model.complete
        assert counts(model) == (DENSE + HEAD_PARAMS, (HEAD_PARAMS, DENSE + HEAD_PARAMS), (0, DENSE))


def test_a_weight_or_a_model_that_is_given_a_flag():
    (model,) = models("""
class Scale(layers.Layer):
    def __init__(self, learn):
        super().__init__()
        self.learn = learn
    def build(self, shape):
        self.scale = self.add_weight(shape=(shape[-1],), trainable=self.learn)
    def call(self, x):
        return x * self.scale

def build(learn):
    return keras.Sequential([keras.Input((4,)), Scale(learn), layers.Dense(3)])
""")
    assert counts(model) == (4 + DENSE, (DENSE, DENSE + 4), (0, 4))
    (model,) = models("def f(on):\n    return keras.Sequential([keras.Input((4,)), layers.Dense(3)], trainable=on)\n")
    assert counts(model) == (DENSE, (0, DENSE), (0, DENSE))
