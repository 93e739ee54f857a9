"""Every spelling of a name leads to one."""

from __future__ import annotations

import subprocess
import sys

import pytest

from param_lsp.libraries import canonical

NAMES = {
    "keras.layers.Dense": [
        "tensorflow.keras.layers.Dense", "tensorflow.python.keras.layers.Dense", "tf_keras.layers.Dense",
        "tensorflow.compat.v1.keras.layers.Dense", "keras.api.layers.Dense", "tensorflow.contrib.keras.layers.Dense",
        "keras.layers.core.Dense", "keras.src.layers.core.dense.Dense", "tensorflow.python.keras.layers.core.Dense",
        "tensorflow.contrib.keras.python.keras.layers.Dense", "keras.api._v2.keras.layers.Dense",
    ],
    "keras.layers.Conv2D": ["keras.layers.convolutional.Conv2D", "keras.src.layers.convolutional.conv2d.Conv2D"],
    "keras.layers.Rescaling": ["tensorflow.keras.layers.experimental.preprocessing.Rescaling"],
    "keras.layers.concatenate": ["keras.layers.merge.concatenate", "keras.layers.merging.concatenate.concatenate"],
    "keras.Sequential": ["keras.models.Sequential", "keras.engine.sequential.Sequential", "tensorflow.keras.Sequential",
                         "keras.src.models.sequential.Sequential"],
    "keras.Model": ["keras.models.Model", "keras.engine.training.Model", "tensorflow.keras.models.Model"],
    "keras.Input": ["keras.layers.Input", "keras.engine.Input", "keras.engine.input_layer.Input",
    "tensorflow.keras.Input"],
    "keras.layers.Layer": ["keras.engine.topology.Layer", "keras.engine.base_layer.Layer", "keras.Layer"],
    "keras.layers.InputLayer": ["keras.engine.InputLayer", "keras.InputLayer"],
    "keras.applications.VGG16": ["keras.applications.vgg16.VGG16", "tensorflow.keras.applications.vgg16.VGG16"],
    "keras.applications.vgg16.preprocess_input": ["tensorflow.keras.applications.vgg16.preprocess_input"],
    "keras.utils.pad_sequences": ["keras.preprocessing.sequence.pad_sequences",
    "keras_preprocessing.sequence.pad_sequences"],
    "keras.utils.to_categorical": ["keras.utils.np_utils.to_categorical",
    "tensorflow.python.keras.utils.np_utils.to_categorical",
                                   "keras.src.utils.numerical_utils.to_categorical"],
    "keras.utils.image_dataset_from_directory": ["keras.preprocessing.image_dataset_from_directory"],
    "keras.optimizers.Adam": ["tensorflow.optimizers.Adam", "keras.optimizers.legacy.Adam",
    "keras.optimizers.adam_v2.Adam"],
    "keras.optimizers.schedules.ExponentialDecay": ["tensorflow.keras.optimizers.schedules.ExponentialDecay"],
    "keras.preprocessing.text.Tokenizer": ["tensorflow.keras.preprocessing.text.Tokenizer"],
    "numpy.reshape": ["jax.numpy.reshape", "tensorflow.experimental.numpy.reshape", "numpy.core.fromnumeric.reshape"],
    "sklearn.model_selection.train_test_split": ["sklearn.cross_validation.train_test_split"],
    "sklearn.preprocessing.StandardScaler": ["sklearn.preprocessing.data.StandardScaler"],
    "sklearn.preprocessing.StandardScaler.fit": ["sklearn.preprocessing.StandardScaler.fit"],
    "keras": ["tensorflow.keras", "tf_keras"],
    "keras.layers": ["tensorflow.keras.layers", "tensorflow.python.keras.layers"],
    "torch.nn.Linear": ["torch.nn.Linear"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "spellings"), NAMES.items())
def test_spellings(name: str, spellings: list[str]) -> None:
    """Old modules, private ones and other distributions of Keras are the same thing."""
    assert [canonical(spelling) for spelling in spellings] == [name] * len(spellings)


def test_canonical_names_stay() -> None:
    """What is canonical does not change again."""
    assert [canonical(name) for name in NAMES] == list(NAMES)


def test_nothing_heavy_is_imported() -> None:
    """Asking for a function imports neither the library itself nor what this package knows of others."""
    code = (
        "import sys; import param_lsp.libraries as l; l.find('math.sqrt'); "
        "print([name for name in sys.modules if name in ('numpy', 'pandas', 'keras', "
        "'param_lsp.libraries.pandas_making')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
