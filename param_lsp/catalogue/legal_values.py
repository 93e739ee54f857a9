"""The words that an argument can be: `padding=` of a Conv1D is "valid", "same" or "causal"; what completion offers.

Names that Keras looks up come from their tables. Of other words a declaration is asked which it takes, so that what is
offered is never what a rule would find.
"""

from __future__ import annotations

from functools import cache

from param_lsp.catalogue.create import create
from param_lsp.catalogue.families import find
from param_lsp.catalogue.identifiers import ACTIVATIONS, CONSTRAINTS, DTYPES, INITIALIZERS, REGULARIZERS
from param_lsp.catalogue.layer import Layer, parse_signature
from param_lsp.catalogue.pages import needed_arguments

# Words that some layer takes for an argument of this name, the usual first.
_WORDS = {
    "padding": ("valid", "same", "causal"),
    "data_format": ("channels_last", "channels_first"),
    "merge_mode": ("concat", "sum", "mul", "ave"),
    "interpolation": ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5", "area"),
    "fill_mode": ("constant", "nearest", "wrap", "mirror", "reflect"),
    "output_mode": ("int", "one_hot", "multi_hot", "count", "tf_idf"),
    "standardize": ("lower_and_strip_punctuation", "lower", "strip_punctuation"),
    "split": ("whitespace", "character"),
    "score_mode": ("dot", "concat"),
    "mode": ("horizontal", "vertical", "horizontal_and_vertical", "log", "magnitude", "psd", "real", "imag", "angle",
             "stft"),
    "scaling": ("density", "spectrum"),
    "oov_method": ("floormod", "farmhash"),
}  # fmt: skip
# Words that Keras looks at only when the layer is called.
_LATE = {
    "padding": ("valid", "same"),  # pooling
    "interpolation": ("nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"),  # UpSampling2D, Resizing
    "mode": ("horizontal", "vertical", "horizontal_and_vertical"),  # RandomFlip
}
_NONSENSE = "no such word"

# The names in lower case that Keras 3.15's `get` takes (`ALL_OBJECTS_DICT` of each module), aliases behind their names.
LOSSES = (
    "binary_crossentropy", "binary_focal_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy",
    "categorical_hinge", "circle", "cosine_similarity", "ctc", "dice", "hinge", "huber", "kl_divergence", "log_cosh",
    "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_error", "mean_squared_logarithmic_error",
    "poisson", "sparse_categorical_crossentropy", "squared_hinge", "tversky", "bce", "kld", "mae", "mape", "mse",
    "msle",
)  # fmt: skip
METRICS = (
    "accuracy", "auc", "binary_accuracy", "binary_crossentropy", "categorical_accuracy", "categorical_crossentropy",
    "categorical_hinge", "cosine_similarity", "f1_score", "false_negatives", "false_positives", "hinge",
    "kl_divergence", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_error",
    "mean_squared_logarithmic_error", "pearson_correlation", "poisson", "precision", "r2_score", "recall",
    "root_mean_squared_error", "sparse_categorical_accuracy", "sparse_categorical_crossentropy",
    "sparse_top_k_categorical_accuracy", "squared_hinge", "top_k_categorical_accuracy", "true_negatives",
    "true_positives", "bce", "mae", "mape", "mse", "msle",
)  # fmt: skip
OPTIMIZERS = (
    "adadelta", "adafactor", "adagrad", "adam", "adamax", "adamw", "ftrl", "lion", "muon", "nadam", "rmsprop", "sgd",
)  # fmt: skip
_COMPILE = {"optimizer": OPTIMIZERS, "loss": LOSSES, "metrics": METRICS, "weighted_metrics": METRICS}


def legal_values(call: str, argument: str | int) -> tuple[str, ...]:
    """Give the words that an argument can be; nothing where it is no word, or any.

    Arguments:
        call: a layer's class name or another name of it, or "compile" for the method of a model.
        argument: its name, or its position.
    """
    if call == "compile":
        name = ("optimizer", "loss")[argument] if argument in (0, 1) else argument
        return _COMPILE.get(name, ()) if isinstance(name, str) else ()
    layer = find(call)
    if layer is None:
        return ()
    signature = parse_signature(layer.signature)
    if isinstance(argument, int):
        positional = [parameter.name for parameter in signature.parameters]
        if argument >= len(positional):
            return ()
        argument = positional[argument]
    known = {parameter.name for parameter in signature.parameters}
    if argument not in known and not (signature.keywords and argument in ("dtype", "activity_regularizer")):
        return ()
    return _looked_up(argument) or _accepted(layer.name, argument)


def _looked_up(argument: str) -> tuple[str, ...]:
    if argument == "activation" or argument.endswith("_activation"):
        return tuple(sorted(ACTIVATIONS))
    for ending, known in (
        ("_initializer", INITIALIZERS - {"constant", "initializer", "one", "zero", "normal", "uniform", "stft"}),
        ("_regularizer", REGULARIZERS - {"regularizer"}),
        ("_constraint", CONSTRAINTS - {"constraint"}),
    ):
        if argument.endswith(ending):
            return tuple(sorted(name for name in known if name.islower()))
    return ()


@cache
def _accepted(name: str, argument: str) -> tuple[str, ...]:
    """Ask a declaration which words it takes; none where it takes any."""
    layer = find(name)
    words = tuple(sorted(DTYPES)) if argument == "dtype" else _WORDS.get(argument, ())
    if layer is None or not words:
        return ()
    if _takes(layer, argument, _NONSENSE):  # it looks at the word only when it is called, or never
        return tuple(word for word in words if word in _LATE.get(argument, ()))
    return tuple(word for word in words if _takes(layer, argument, word))


def _takes(layer: Layer, argument: str, word: str) -> bool:
    return create(layer, (), {**needed_arguments(layer), argument: word}).misfit is None
