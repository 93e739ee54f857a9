"""Copies of models: layers of their own, as the model was when its configuration was asked for."""

from param_lsp.analysis import analyze
from param_lsp.source import python_source

GRAPH = """
import keras
from keras import layers
inputs = keras.Input((4,), name="inputs")
shared = layers.Dense(4, name="shared")
model = keras.Model(inputs, layers.Dense(2)(shared(shared(inputs))), name="net")
"""


def final(text):
    return {model.variable: model for model in analyze(python_source("a.py", GRAPH + text)).report.models}


def test_a_graph_is_copied_with_each_layer_once_and_weights_of_its_own():
    found = final("copy = keras.models.clone_model(model)\nmodel.trainable = False\n")
    total = (4 * 4 + 4) + (4 * 2 + 2)
    rows = [[(row.name, row.output_shape, row.params) for row in found[name].rows] for name in ("copy", "model")]
    assert rows[0] == rows[1]
    assert (found["copy"].totals.params, found["copy"].totals.trainable) == (total, total)
    assert found["model"].totals.trainable == 0


def test_a_copy_goes_on_as_a_graph():
    found = final("""
copy = keras.models.model_from_json(model.to_json())
longer = keras.Model(copy.input, layers.Dense(3)(copy.layers[2].output))
""")
    assert [row.type for row in found["longer"].rows] == ["InputLayer", "Dense", "Dense", "Dense"]
    assert found["longer"].totals.params == (4 * 4 + 4) + (4 * 2 + 2) + (2 * 3 + 3)


def test_a_model_that_changed_since_is_not_copied_as_it_is_now():
    found = final("""
text = model.to_json()
model.layers[1].trainable = False
copy = keras.models.model_from_json(text)
later = keras.Model.from_config(model.get_config())
""")
    assert "copy" not in found
    assert found["later"].totals.trainable == 4 * 2 + 2
