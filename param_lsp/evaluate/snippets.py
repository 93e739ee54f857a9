"""Names that nothing in the file binds: snippets from tutorials leave their imports out."""

from __future__ import annotations

from functools import cache
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import attributes
from param_lsp.evaluate.scope import Frame
from param_lsp.message import message
from param_lsp.values import LibraryFunction, Module, Unknown, Value

MODULES = {
    "keras": "keras",
    "tf": "tensorflow",
    "tensorflow": "tensorflow",
    "layers": "keras.layers",
    "models": "keras.models",
    "optimizers": "keras.optimizers",
    "losses": "keras.losses",
    "metrics": "keras.metrics",
    "regularizers": "keras.regularizers",
    "initializers": "keras.initializers",
    "activations": "keras.activations",
    "applications": "keras.applications",
    "callbacks": "keras.callbacks",
    "datasets": "keras.datasets",
    "backend": "keras.backend",
    "K": "keras.backend",
    "np": "numpy",
    "pd": "pandas",
    "tfds": "tensorflow_datasets",
    "os": "os",
    "math": "math",
}
MODEL_NAMES = {"Sequential": "keras.Sequential", "Model": "keras.Model", "Input": "keras.Input"}
OTHERS = {
    "to_categorical": "keras.utils.to_categorical",
    "pad_sequences": "keras.utils.pad_sequences",
    "train_test_split": "sklearn.model_selection.train_test_split",
    "StandardScaler": "sklearn.preprocessing.StandardScaler",
    "MinMaxScaler": "sklearn.preprocessing.MinMaxScaler",
    "mnist": "keras.datasets.mnist",
    "cifar10": "keras.datasets.cifar10",
    "fashion_mnist": "keras.datasets.fashion_mnist",
    "imdb": "keras.datasets.imdb",
    "load_iris": "sklearn.datasets.load_iris",
    "Adam": "keras.optimizers.Adam",
    "SGD": "keras.optimizers.SGD",
    "RMSprop": "keras.optimizers.RMSprop",
    "ImageDataGenerator": "keras.preprocessing.image.ImageDataGenerator",
    "Tokenizer": "keras.preprocessing.text.Tokenizer",
    "plt": "matplotlib.pyplot",
}


def missing(node: Any, frame: Frame) -> Value:
    """Give what a name that is bound nowhere stands for in a snippet, or unknown."""
    name = node.id
    if name in MODULES:
        return Module(MODULES[name])
    if name in MODEL_NAMES:
        return LibraryFunction(MODEL_NAMES[name])
    if name in OTHERS:
        return LibraryFunction(OTHERS[name])
    if catalogue.find(name) is not None:
        return attributes.library_name(f"keras.layers.{name}")
    return Unknown(message("{name} is bound nowhere above", name=name), frame.place(node))


@cache
def star_names(module: str) -> tuple[str, ...]:
    """Give the names that `from module import *` brings, as far as they matter."""
    family = "layers" if module.startswith("keras.layers.") else module.removeprefix("keras.")
    if module.startswith("keras.") and family in ("layers", *_FAMILIES):
        from param_lsp.catalogue.public_names import NOW  # noqa: PLC0415 - few files need the table

        older = {"layers": catalogue.layer_names(), "utils": _UTILITIES}.get(family, ())
        return tuple(sorted({*NOW[family].split(), *older}))
    if module == "keras":
        return ("Sequential", "Model", "Input", "Layer", *_KERAS, "load_model", "clone_model")
    if module in ("keras.preprocessing.image", "keras.preprocessing.sequence"):
        return _UTILITIES
    if module == "numpy":
        return ("array", "zeros", "ones", "arange", "reshape", "unique", "concatenate", "random", "linspace")
    if module == "tensorflow":
        return ("keras", "data", "nn", "constant", "random")
    return ()


_FAMILIES = ("activations", "applications", "callbacks", "constraints", "datasets", "initializers", "losses", "metrics",
             "models", "ops", "optimizers", "regularizers", "utils")  # fmt: skip
_UTILITIES = ("to_categorical", "pad_sequences", "ImageDataGenerator", "plot_model")
_KERAS = ("layers", "models", "optimizers", "datasets", "utils", "losses", "metrics", "regularizers", "initializers",
          "activations", "applications", "callbacks", "preprocessing", "backend")  # fmt: skip
