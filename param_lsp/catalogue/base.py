"""What the base layer's constructor takes and rejects: name, dtype, trainable, input_shape, unknown keywords."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NoReturn

from param_lsp.catalogue.identifiers import check_identifiers, nearest
from param_lsp.catalogue.reading import is_unknown, reject
from param_lsp.catalogue.signature import parse_signature
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.message import message
from param_lsp.values import Arguments, DictValue, ListValue, NumpyScalar, Value

# What `keras.layers.Layer` takes beside the layer's own parameters, and its default.
BASE: dict[str, Value] = {
    "activity_regularizer": None,
    "trainable": True,
    "dtype": None,
    "autocast": True,
    "name": None,
    "input_shape": None,
    "input_dim": None,
}
# What older versions also took. Real code has the first three so often that they are used with Keras 3 too.
OLDER_BASE = ("batch_input_shape", "input_length", "weights", "batch_size", "implementation", "input_dtype")
_USED_AND_MARKED = OLDER_BASE[:3]


def outside(signature: str, extra_keywords: Collection[str], arguments: Arguments) -> dict[str, Value]:
    """Give the keywords that neither the layer nor the base layer of Keras 3 has, as the user wrote them.

    Arguments:
        signature: the layer's; one without `**kwargs` has Python reject them before.
        extra_keywords: what its constructor takes out of `**kwargs`.
        arguments: as bound.
    """
    parsed = parse_signature(signature)
    if not parsed.keywords:
        return {}
    own = {parameter.name for parameter in parsed.parameters}
    known = own | BASE.keys() | set(extra_keywords)
    if arguments.keras == 3 and "input_dim" not in own and arguments.given.get("input_dim") is not None:
        # Keras 3 reads `input_shape=` only where there is no `input_dim=`, and then does not know what it is.
        known -= {"input_shape"} - own
    return {name: value for name, value in arguments.given.items() if name not in known}


def read_although_older(keras: int) -> tuple[str, ...]:
    """Give the keywords of older versions that are read where the file means this Keras."""
    return OLDER_BASE if keras < 3 else _USED_AND_MARKED


def unexpected(signature: str, extra_keywords: Collection[str], arguments: Arguments) -> dict[str, Value]:
    """Give the keywords that nobody knows."""
    older = read_although_older(arguments.keras)
    found = outside(signature, extra_keywords, arguments)
    return {name: value for name, value in found.items() if name not in older}


def check(layer: str, arguments: Arguments, unknown: Mapping[str, Value]) -> None:
    """Reject what the base layer's constructor rejects, in its order.

    Arguments:
        layer: the layer's class name.
        arguments: as bound.
        unknown: the keywords that nobody knows.
    """
    check_name(arguments)
    for parameter in ("dtype", "activity_regularizer"):
        check_identifiers(parameter, arguments.get(parameter), arguments.keras)
    if unknown:
        keras_message = f"Unrecognized keyword arguments passed to {layer}: {keywords_text(unknown)}"
        reject_unexpected(layer, next(iter(unknown)), keras_message, arguments.defaults)
    check_trainable(arguments)


def check_name(arguments: Arguments) -> None:
    """Reject a name that is no string, or holds a slash."""
    name = arguments.get("name")
    not_names = (bool, int, float, tuple, NumpyScalar, ListValue, DictValue)
    if (isinstance(name, str) and "/" in name) or isinstance(name, not_names):
        reject(
            "Argument `name` must be a string and cannot contain character `/`. "
            f"Received: name={str_of(name)} (of type {type_of(name)})",
            message('`name` must be a string without "/", got {value}', value=repr_of(name)),
            argument="name",
        )


def check_trainable(arguments: Arguments) -> None:
    """Reject a `trainable` that is not a boolean."""
    trainable = arguments.get("trainable", True)
    if not isinstance(trainable, bool) and not is_unknown(trainable):
        reject(
            f"Expected `trainable` to be a boolean. Received: trainable={str_of(trainable)} "
            f"(of type {type_of(trainable)})",
            message("`trainable` must be True or False, got {value}", value=repr_of(trainable)),
            argument="trainable",
        )


def keywords_text(keywords: Mapping[str, Value]) -> str:
    """Give keywords as Python prints them in a dict."""
    return f"{{{', '.join(f'{key!r}: {repr_of(value)}' for key, value in keywords.items())}}}"


def reject_unexpected(layer: str, name: str, keras_message: str, known: Collection[str]) -> NoReturn:
    """Reject a keyword that nobody knows, with the known one that is spelled most alike."""
    near = nearest(name, frozenset(known))
    text = message("{layer} has no argument `{name}`", layer=layer, name=name)
    if near is not None:
        text = message("{layer} has no argument `{name}`; did you mean `{near}`?", layer=layer, name=name, near=near)
    reject(keras_message, text, rule="unknown-argument", argument=name, short=message("no argument {name}", name=name))
