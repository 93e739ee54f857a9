"""Names that Keras looks up for arguments such as `activation="relu"`: what it knows, and what it says of others."""

from __future__ import annotations

from param_lsp.catalogue.reading import Unfollowed, reject
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.values import Array, DictValue, ListValue, NumpyScalar, SetValue, Value

# Keras 3.15's `ALL_OBJECTS_DICT` of each module; tests/oracle holds them against live Keras.
ACTIVATIONS = frozenset(
    {
        "celu",
        "elu",
        "exponential",
        "gelu",
        "glu",
        "hard_shrink",
        "hard_sigmoid",
        "hard_silu",
        "hard_swish",
        "hard_tanh",
        "leaky_relu",
        "linear",
        "log_sigmoid",
        "log_softmax",
        "mish",
        "relu",
        "relu6",
        "selu",
        "sigmoid",
        "silu",
        "soft_shrink",
        "softmax",
        "softplus",
        "softsign",
        "sparse_plus",
        "sparse_sigmoid",
        "sparsemax",
        "squareplus",
        "swish",
        "tanh",
        "tanh_shrink",
        "threshold",
    }
)
INITIALIZERS = frozenset(
    {
        "Constant",
        "GlorotNormal",
        "GlorotUniform",
        "HeNormal",
        "HeUniform",
        "Identity",
        "IdentityInitializer",
        "Initializer",
        "LecunNormal",
        "LecunUniform",
        "Ones",
        "Orthogonal",
        "OrthogonalInitializer",
        "RandomNormal",
        "RandomUniform",
        "STFT",
        "STFTInitializer",
        "TruncatedNormal",
        "VarianceScaling",
        "Zeros",
        "constant",
        "glorot_normal",
        "glorot_uniform",
        "he_normal",
        "he_uniform",
        "identity",
        "initializer",
        "lecun_normal",
        "lecun_uniform",
        "normal",
        "one",
        "ones",
        "orthogonal",
        "random_normal",
        "random_uniform",
        "stft",
        "truncated_normal",
        "uniform",
        "variance_scaling",
        "zero",
        "zeros",
    }
)
REGULARIZERS = frozenset(
    {
        "L1",
        "L1L2",
        "L2",
        "OrthogonalRegularizer",
        "Regularizer",
        "l1",
        "l1l2",
        "l2",
        "orthogonal_regularizer",
        "regularizer",
    }
)
CONSTRAINTS = frozenset(
    {
        "Constraint",
        "MaxNorm",
        "MinMaxNorm",
        "NonNeg",
        "UnitNorm",
        "constraint",
        "max_norm",
        "min_max_norm",
        "non_neg",
        "unit_norm",
    }
)
DTYPES = frozenset(
    {
        "float16",
        "float32",
        "float64",
        "uint8",
        "uint16",
        "uint32",
        "uint64",
        "int8",
        "int",  # TensorFlow's int64, JAX's int32
        "int16",
        "int32",
        "int64",
        "bfloat16",
        "bool",
        "string",
        "float8_e4m3fn",
        "float8_e5m2",
        "complex64",
        "complex128",
        "mixed_float16",
        "mixed_bfloat16",
    }
)
_OLDER_CONSTRAINTS = frozenset({"maxnorm", "nonneg", "unitnorm", "radial_constraint"})  # Keras 1 and 2
_OLDER_REGULARIZERS = frozenset({"l1_l2", "l1l2", "L1_L2", "activity_l1", "activity_l2", "activity_l1l2"})
_QUANTIZED = ("int8", "float8", "int4", "gptq", "awq")  # `QUANTIZATION_MODES`: "int8_from_float32" and the like


def check_identifiers(name: str, value: Value, keras: int) -> None:
    """Reject an activation, initializer, regularizer, constraint or dtype that Keras cannot interpret.

    Arguments:
        name: the parameter; others than those are let pass.
        value: its value; what is not known or can be called is let pass.
        keras: the Keras version that the file means.
    """
    if name == "activation" or name.endswith("_activation"):
        _check(name, value, "activation function", ACTIVATIONS)
    elif name.endswith("_initializer"):
        if not isinstance(value, Array | NumpyScalar):
            _check(name, value, "initializer", INITIALIZERS)
    elif name.endswith("_regularizer"):
        _check(name, value, "regularizer", REGULARIZERS if keras == 3 else REGULARIZERS | _OLDER_REGULARIZERS)
    elif name.endswith("_constraint"):
        _check(name, value, "constraint", CONSTRAINTS if keras == 3 else CONSTRAINTS | _OLDER_CONSTRAINTS)
    elif name == "dtype":
        _check_dtype(value, keras)


def _check(name: str, value: Value, kind: str, known: frozenset[str]) -> None:
    if value is None or (isinstance(value, str) and value in known):
        return
    constants = (str, bool, int, float, complex, bytes, tuple, ListValue, SetValue, Array, NumpyScalar)
    empty = isinstance(value, DictValue) and not value.items and value.unknown is None
    if empty and kind == "initializer":
        words = "Unknown `config` as a `dict`, config={}"
        reject(words, _not_known(name, value, known), argument=name)
    if empty and kind != "activation function":
        raise Unfollowed(message("`{name}` is an empty configuration", name=name))
    if not isinstance(value, constants) and not empty:
        return  # what can be called, what is not known, and configurations that Keras deserializes
    reject(
        f"Could not interpret {kind} identifier: {str_of(value)}",
        _not_known(name, value, known),
        argument=name,
        short=message("unknown {name} {value}", name=name, value=repr_of(value)),
    )


def _check_dtype(value: Value, keras: int) -> None:
    if isinstance(value, str):
        if keras == 3 and value.startswith(_QUANTIZED) and "_from_" not in value:
            reject(
                "Cannot convert `policy` into a valid pair (`mode`, `source_name`) to instantiate "
                f"`QuantizedDTypePolicy`. Received: policy={value}",
                message("{value} is a quantization, which needs the dtype it starts from", value=repr_of(value)),
                argument="dtype",
            )
        mode = value.partition("_from_")[0]
        if keras == 3 and mode in ("gptq", "awq"):
            reject(
                f"Invalid mode for {mode.upper()}DTypePolicy. Expected format '{mode}/<weight_bits>/<group_size>', "
                f"but got '{mode}'.",
                message("{value} needs its bits and group size", value=repr_of(value)),
                argument="dtype",
            )
        if value in DTYPES or value.startswith(_QUANTIZED) or not value:
            return
        reject(
            f"Cannot convert '{value}' to a mixed precision DTypePolicy. Valid policies include 'mixed_float16', "
            "'mixed_bfloat16', and the name of any float dtype such as 'float32'.",
            _not_known("dtype", value, DTYPES),
            argument="dtype",
        )
    if isinstance(value, bool | int | float | tuple | ListValue):
        reject(
            "Cannot interpret `dtype` argument. Expected a string or an instance of DTypePolicy. "
            f"Received: dtype={str_of(value)}",
            message('`dtype` must be a name such as "float32", got {value}', value=repr_of(value)),
            argument="dtype",
        )


def _not_known(name: str, value: Value, known: frozenset[str]) -> Message:
    near = nearest(value, known) if isinstance(value, str) else None
    if near is None:
        return message("`{name}` cannot be {value}", name=name, value=repr_of(value))
    return message('`{name}` cannot be {value}; did you mean "{near}"?', name=name, value=repr_of(value), near=near)


def nearest(word: str, known: frozenset[str]) -> str | None:
    """Give the known word that is spelled most alike, or None when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only where something is wrong

    folded = {candidate.lower(): candidate for candidate in sorted(known, reverse=True)}
    matches = get_close_matches(word.lower(), sorted(folded), n=1, cutoff=0.6)
    return folded[matches[0]] if matches else None
