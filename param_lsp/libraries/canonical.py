"""One name for each thing: `tensorflow.python.keras.layers.core.Dense` and its cousins are `keras.layers.Dense`."""

from __future__ import annotations

import re
from functools import lru_cache

# Tried in order until none applies any more; each turns the beginning of a dotted name into another beginning.
_PREFIXES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern + r"(?=\.|$)"), replacement)
    for pattern, replacement in (
        (r"tensorflow_core", "tensorflow"),
        (r"tensorflow\.compat\.v[12]", "tensorflow"),
        (r"tensorflow\._api\.v[12]", "tensorflow"),
        (r"tensorflow\.contrib\.keras(\.(api|python))?(\.keras)?", "keras"),
        (r"tensorflow(\.python)?\.keras(\._impl\.keras)?", "keras"),
        (r"(tf_keras|keras_core|keras_hub\.keras)", "keras"),
        (r"keras\.(_tf_keras|api(\._v[12])?)(\.keras)?", "keras"),
        (r"keras\.src", "keras"),
        (r"keras\.ops\.(core|linalg|math|nn|numpy)(?=\.)", "keras.ops"),
        (r"keras\.legacy\.preprocessing", "keras.preprocessing"),
        (r"keras\.legacy\.layers", "keras.layers"),
        (r"keras_applications", "keras.applications"),
        (r"keras_preprocessing", "keras.preprocessing"),
        (r"tensorflow\.(optimizers|losses|metrics|initializers)", r"keras.\1"),
        (r"tensorflow\.experimental\.numpy", "numpy"),
        (r"jax\.numpy", "numpy"),
        (r"numpy\._?core(\.[a-z_]+(?=\.))?", "numpy"),
        (r"numpy\.random\.mtrand", "numpy.random"),
        (r"tensorflow_datasets\.public_api", "tensorflow_datasets"),
        (r"six\.moves\.xrange", "builtins.range"),
        (r"six\.moves(?=\.)", "builtins"),
        (r"pandas\.core\.(frame|series|api|reshape\.\w+)", "pandas"),
        (r"sklearn\.cross_validation", "sklearn.model_selection"),
    )
)

_EXACT = {
    "keras.layers.Input": "keras.Input",
    "keras.engine.Input": "keras.Input",
    "keras.engine.InputLayer": "keras.layers.InputLayer",
    "keras.InputLayer": "keras.layers.InputLayer",
    "keras.engine.Layer": "keras.layers.Layer",
    "keras.Layer": "keras.layers.Layer",
    "keras.engine.InputSpec": "keras.layers.InputSpec",
    "keras.InputSpec": "keras.layers.InputSpec",
    "keras.models.Input": "keras.Input",
    "keras.models.InputLayer": "keras.layers.InputLayer",
    "keras.models.Layer": "keras.layers.Layer",
    "keras.models.Sequential": "keras.Sequential",
    "keras.engine.Sequential": "keras.Sequential",
    "keras.models.Model": "keras.Model",
    "keras.engine.Model": "keras.Model",
    "keras.models.Functional": "keras.Model",
    "keras.engine.Functional": "keras.Model",
    "keras.preprocessing.sequence.pad_sequences": "keras.utils.pad_sequences",
    "keras.preprocessing.sequence.make_sampling_table": "keras.utils.make_sampling_table",
    **{
        f"keras.preprocessing.{place}{name}": f"keras.utils.{name}"
        for place in ("", "image.", "text.", "timeseries.", "image_dataset.", "text_dataset.")
        for name in (
            "image_dataset_from_directory", "text_dataset_from_directory", "timeseries_dataset_from_array",
            "load_img", "img_to_array", "array_to_img", "save_img",
        )
    },
}  # fmt: skip

# `keras.layers.convolutional.Conv2D`: modules of these packages hold nothing that the package does not show itself.
_KERAS_CLASS = re.compile(
    r"keras\.(engine|layers|losses|metrics|models|optimizers|callbacks|initializers|regularizers|constraints|applications)"
    r"(?:\.(?!schedules\b)[a-z_][a-z0-9_]*)+\.([A-Z]\w*)$"
)
_KERAS_FUNCTION = re.compile(
    r"keras\.(layers|utils|backend)\.(?:[a-z_]*_utils|merge|merging|core|input_layer|serialization|tensorflow_backend)"
    r"(?:\.[a-z_0-9]+)*\.([A-Za-z_]\w*)$"
)
_SKLEARN = re.compile(
    r"sklearn\.(datasets|preprocessing|model_selection|decomposition|impute|compose)\.[a-z_]+\.(\w+)$"
)


@lru_cache(maxsize=8192)
def canonical(name: str) -> str:
    """Give the one dotted name under which a thing of a library is known here; unknown names come back as they are."""
    if not name.startswith(("keras", "tensorflow", "tf_keras", "numpy", "jax", "sklearn", "pandas", "six")):
        return name
    for pattern, replacement in _PREFIXES:
        name = pattern.sub(replacement, name, count=1) if pattern.match(name) else name
    if name.startswith("keras."):
        name = _KERAS_CLASS.sub(r"keras.\1.\2", name)
        name = _KERAS_FUNCTION.sub(r"keras.\1.\2", name)
        return _EXACT.get(name, name)
    if name.startswith("sklearn."):
        return _SKLEARN.sub(r"sklearn.\1.\2", name)
    return name
