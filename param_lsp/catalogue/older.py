"""What Keras 1 and 2 called things: older argument names and positional meanings, turned into Keras 3's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from param_lsp.catalogue.layer import Layer, Signature, parse_signature
from param_lsp.message import Message, message
from param_lsp.values import Value

# Keras 1's argument -> today's, where the layer has today's and not Keras 1's.
RENAMED = {
    "output_dim": "units",
    "nb_filter": "filters",
    "filter_length": "kernel_size",
    "border_mode": "padding",
    "subsample": "strides",
    "subsample_length": "strides",
    "stride": "strides",
    "atrous_rate": "dilation_rate",
    "dim_ordering": "data_format",
    "pool_length": "pool_size",
    "length": "size",
    "bias": "use_bias",
    "p": "rate",
    "sigma": "stddev",
    "init": "kernel_initializer",
    "inner_init": "recurrent_initializer",
    "inner_activation": "recurrent_activation",
    "W_regularizer": "kernel_regularizer",
    "U_regularizer": "recurrent_regularizer",
    "b_regularizer": "bias_regularizer",
    "W_constraint": "kernel_constraint",
    "b_constraint": "bias_constraint",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
    "beta_init": "beta_initializer",
    "gamma_init": "gamma_initializer",
}
# The same for layers that call it something else.
RENAMED_IN: dict[str, dict[str, str]] = {
    "Embedding": {
        "init": "embeddings_initializer",
        "W_regularizer": "embeddings_regularizer",
        "W_constraint": "embeddings_constraint",
    },
    "PReLU": {"init": "alpha_initializer"},
    "SeparableConv2D": {"init": "depthwise_initializer"},
}
# Arguments of Keras 1 that together are one today.
GATHERED = {
    ("nb_row", "nb_col"): "kernel_size",
    ("kernel_dim1", "kernel_dim2", "kernel_dim3"): "kernel_size",
}
# Arguments that went away and change no shape and no weight.
DROPPED = frozenset({"consume_less", "forget_bias_init", "mode", "input_dtype"})
DROPPED_IN = {"Embedding": frozenset({"dropout"})}
# Values that were called something else.
VALUES: dict[str, Callable[[Value], Value]] = {
    "dim_ordering": lambda value: (
        {"th": "channels_first", "tf": "channels_last", "default": None}.get(value, value)
        if isinstance(value, str)
        else value
    ),
}

_TAIL = "W_regularizer, b_regularizer, activity_regularizer, W_constraint, b_constraint, bias"
_RECURRENT = """output_dim, init, inner_init, {gates}activation, {inner}W_regularizer, U_regularizer, b_regularizer,
    dropout_W, dropout_U"""
# Keras 1.2.2's positional arguments (`keras/layers/*.py` at its tag), by today's class name.
POSITIONAL = {
    name: tuple(text.replace("\n", " ").replace(" ", "").split(","))
    for name, text in {
        "Dense": f"output_dim, init, activation, weights, {_TAIL}, input_dim",
        "Conv1D": f"nb_filter, filter_length, init, activation, weights, border_mode, subsample_length, {_TAIL}",
        "Conv2D": f"""nb_filter, nb_row, nb_col, init, activation, weights, border_mode, subsample, dim_ordering,
            {_TAIL}""",
        "Conv3D": f"""nb_filter, kernel_dim1, kernel_dim2, kernel_dim3, init, activation, weights, border_mode,
            subsample, dim_ordering, {_TAIL}""",
        "SeparableConv2D": """nb_filter, nb_row, nb_col, init, activation, weights, border_mode, subsample,
            depth_multiplier, dim_ordering""",
        "Deconvolution2D": f"""nb_filter, nb_row, nb_col, output_shape, init, activation, weights, border_mode,
            subsample, dim_ordering, {_TAIL}""",
        "AtrousConvolution1D": f"""nb_filter, filter_length, init, activation, weights, border_mode,
            subsample_length, atrous_rate, {_TAIL}""",
        "AtrousConvolution2D": f"""nb_filter, nb_row, nb_col, init, activation, weights, border_mode, subsample,
            atrous_rate, dim_ordering, {_TAIL}""",
        "LocallyConnected1D": f"""nb_filter, filter_length, init, activation, weights, border_mode,
            subsample_length, {_TAIL}""",
        "LocallyConnected2D": f"""nb_filter, nb_row, nb_col, init, activation, weights, border_mode, subsample,
            dim_ordering, {_TAIL}""",
        "MaxPooling1D": "pool_length, stride, border_mode",
        "AveragePooling1D": "pool_length, stride, border_mode",
        "MaxPooling2D": "pool_size, strides, border_mode, dim_ordering",
        "AveragePooling2D": "pool_size, strides, border_mode, dim_ordering",
        "Embedding": """input_dim, output_dim, init, input_length, W_regularizer, activity_regularizer, W_constraint,
            mask_zero, weights, dropout""",
        "BatchNormalization": "epsilon, mode, axis, momentum, weights, beta_init, gamma_init",
        "SimpleRNN": _RECURRENT.format(gates="", inner=""),
        "GRU": _RECURRENT.format(gates="", inner="inner_activation, "),
        "LSTM": _RECURRENT.format(gates="forget_bias_init, ", inner="inner_activation, "),
        "PReLU": "init, weights, shared_axes",
        "ConvLSTM2D": """nb_filter, nb_row, nb_col, init, inner_init, forget_bias_init, activation, inner_activation,
            dim_ordering, border_mode, subsample, W_regularizer, U_regularizer, b_regularizer, dropout_W, dropout_U""",
        "TimeDistributedDense": f"output_dim, init, activation, weights, {_TAIL}, input_dim, input_length",
        "MaxoutDense": f"output_dim, nb_feature, init, weights, {_TAIL}, input_dim",
        "Highway": f"init, activation, weights, {_TAIL}, input_dim",
        "Lambda": "function, output_shape, arguments",
        **dict.fromkeys(("MaxPooling3D", "AveragePooling3D"), "pool_size, strides, border_mode, dim_ordering"),
        **dict.fromkeys(("UpSampling2D", "UpSampling3D"), "size, dim_ordering"),
        **dict.fromkeys(("ZeroPadding2D", "ZeroPadding3D"), "padding, dim_ordering"),
        **dict.fromkeys(("Cropping2D", "Cropping3D"), "cropping, dim_ordering"),
        **dict.fromkeys(("SpatialDropout2D", "SpatialDropout3D"), "p, dim_ordering"),
    }.items()
}
# Defaults that changed and matter for shapes or weights.
_ONE_BIAS: dict[str, Value] = {"reset_after": False}
DEFAULTS: dict[int, dict[str, dict[str, Value]]] = {1: {"GRU": _ONE_BIAS, "GRUCell": _ONE_BIAS}}
# Changed within Keras 2: False in `keras/layers/recurrent.py` up to 2.3.1, True in tf.keras 2 and Keras 2.4.
UNSETTLED = {"GRU": ("reset_after",), "GRUCell": ("reset_after",)}


@dataclass(frozen=True, slots=True)
class Modernized:
    """A call in Keras 3's terms.

    Arguments:
        positional: the positional arguments' values that are still positional.
        keywords: the keyword arguments by Keras 3's names.
        marks: what was translated.
        removed: the same by the argument's name as it was written, for the rule about it.
        defaults: defaults that differ in the older version.
        names: the parameter of each positional argument as written, or empty where nothing moved.
    """

    positional: Sequence[Value]
    keywords: Mapping[str, Value]
    marks: tuple[Message, ...] = ()
    defaults: Mapping[str, Value] = field(default_factory=dict)
    names: tuple[str | None, ...] = ()
    removed: tuple[tuple[str, Message], ...] = ()


def modernize(
    layer: Layer, signature: Signature, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int
) -> Modernized:
    """Translate a call that means an older Keras; a call that means Keras 3 is left alone.

    Arguments:
        layer: the declaration.
        signature: its parameters today.
        positional: the positional arguments' values.
        keywords: the keyword arguments' values.
        keras: the Keras version that the file means.
    """
    if keras >= 3:
        return Modernized(positional, keywords)
    own = frozenset(parameter.name for parameter in signature.parameters) | {*layer.extra_keywords}
    written = dict(keywords)
    names: tuple[str | None, ...] = ()
    moved: frozenset[str] = frozenset()  # what stood at its position: nobody wrote its name
    if keras == 1 and layer.name in POSITIONAL and _means_keras_1(layer, positional):
        old = POSITIONAL[layer.name]
        pairs = dict(zip(old, positional, strict=False))
        if len(positional) <= len(old) and not pairs.keys() & written.keys():
            names = tuple(_today(layer, own, name) for name in pairs)
            written = {name: value for name, value in pairs.items() if name not in DROPPED} | written
            positional, moved = (), frozenset(pairs)
    today: dict[str, Value] = {}
    marks: list[Message] = []
    removed: list[tuple[str, Message]] = []
    for old_names, new in GATHERED.items():
        if new in own and all(name in written for name in old_names):
            today[new] = tuple(written.pop(name) for name in old_names)
            marks.append(message("{old} are Keras 1's names of `{new}`", old=_quoted(old_names), new=new))
            if old_names[0] not in moved:
                removed.append((old_names[0], marks[-1]))
    for name, value in written.items():
        new_name = _today(layer, own, name)
        if (name in DROPPED and name not in own) or name in DROPPED_IN.get(layer.name, ()):
            marks.append(message("`{name}` is an argument of Keras 1, which changes no shape", name=name))
            removed.append((name, marks[-1]))
            continue
        if new_name != name and name not in moved:
            marks.append(message("`{old}` is Keras 1's name of `{new}`", old=name, new=new_name))
            removed.append((name, marks[-1]))
        today[new_name] = VALUES[name](value) if name in VALUES else value
    defaults = DEFAULTS.get(keras, {}).get(layer.name, {})
    return Modernized(positional, today, tuple(marks), defaults, names, tuple(removed))


def _today(layer: Layer, own: frozenset[str], name: str) -> str:
    """Give today's name of an argument."""
    if name in own:
        return name
    new = RENAMED_IN.get(layer.name, {}).get(name) or RENAMED.get(name, name)
    if new in own:
        return new
    return next((new for names, new in GATHERED.items() if name in names and new in own), name)


def _means_keras_1(layer: Layer, positional: Sequence[Value]) -> bool:
    """Tell whether positional arguments can be meant as Keras 1's: `Conv2D(32, (3, 3))` never is."""
    if layer.name == "BatchNormalization":
        return not positional or isinstance(positional[0], float)
    if layer.name in _LIKE_TODAY:
        return True
    return not any(isinstance(value, tuple) for value in positional[1:2]) or "Pooling" in layer.name


# Their arguments stand where they stood; `Cropping2D(((1, 1), (1, 1)), "th")` may have tuples.
_LIKE_TODAY = frozenset(
    {
        *("MaxPooling3D", "AveragePooling3D", "UpSampling2D", "UpSampling3D", "ZeroPadding2D", "ZeroPadding3D"),
        *("Cropping2D", "Cropping3D", "SpatialDropout2D", "SpatialDropout3D", "Lambda"),
    }
)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


# Layers of Keras 1.2 whose positional arguments never moved, and those of their arguments that were renamed.
_RENAMED_ONLY = {
    **dict.fromkeys(("Dropout", "GaussianDropout", "SpatialDropout1D"), ("p",)),
    "GaussianNoise": ("sigma",),
    "UpSampling1D": ("length",),
    **dict.fromkeys(
        (*("GlobalAveragePooling2D", "GlobalAveragePooling3D", "GlobalMaxPooling2D", "GlobalMaxPooling3D"),),
        ("dim_ordering",),
    ),
}


def older_names(layer: Layer) -> tuple[tuple[str, str], ...]:
    """Give the argument names of Keras 1.2 that this layer has another name for today: pairs of old and new."""
    own = frozenset(parameter.name for parameter in parse_signature(layer.signature).parameters)
    names = POSITIONAL.get(layer.name, _RENAMED_ONLY.get(layer.name, ()))
    pairs = ((name, _today(layer, own, name)) for name in names)
    return tuple((old, new) for old, new in pairs if old != new)
