"""Binds what a user wrote in `Dense(32, activation="relu")` to the layer's parameters, as Python and Keras would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NoReturn

from param_lsp.catalogue.identifiers import check_identifiers, nearest
from param_lsp.catalogue.layer import REQUIRED, Layer, Signature, parse_signature
from param_lsp.catalogue.older import modernize
from param_lsp.catalogue.reading import Rejected, Unfollowed, is_unknown, reject, tamed
from param_lsp.catalogue.shape_arguments import read_dim, read_shape
from param_lsp.catalogue.text import repr_of, str_of, type_of
from param_lsp.catalogue.version_notes import changed, deprecated, removed
from param_lsp.message import Message, message
from param_lsp.shapes import Shape, UnknownShape
from param_lsp.values import Arguments, DictValue, ListValue, Misfit, NumpyScalar, Value

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
USED_AND_MARKED = OLDER_BASE[:3]
AS_TODAY = 3
"""From this Keras on a call means what it means today."""


@dataclass(frozen=True, slots=True)
class Created:
    """What creating a layer gives.

    Arguments:
        arguments: as bound; with a misfit, as far as they could be.
        names: for each positional argument the parameter it went to; None for those too many.
        misfit: why Keras rejects the construction.
        reason: why the construction cannot be followed; the layer's applications are then undetermined too.
        marks: notes such as "input_length is an argument of Keras 2".
        notes: what the rules about Keras's versions judge; the layer is followed all the same.
        input_shape: from `input_shape=`, `input_dim=`, `batch_input_shape=` or an `Input`'s own arguments, with the
            batch axis: a `Shape` or `UnknownShape`, or None where none was given.
        name: the `name=` given; None without one or where it is not known (then `name_known` is False).
        trainable: the `trainable=` given; None where it is not known.
        input_misfit: why `input_shape=` cannot be a shape; Keras raises when the layer is the first of a Sequential.
        name_known: whether `name` says all (None then means Keras's automatic name).
    """

    arguments: Arguments
    names: tuple[str | None, ...]
    misfit: Misfit | None = None
    reason: Message | None = None
    marks: tuple[Message, ...] = ()
    input_shape: Value = None
    name: str | None = None
    trainable: bool | None = True
    input_misfit: Misfit | None = None
    name_known: bool = True
    notes: tuple[Misfit, ...] = ()


def create(layer: Layer, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int = 3) -> Created:
    """Create a layer: bind its arguments and check them as Keras's constructor does.

    Arguments:
        layer: its declaration.
        positional: the positional arguments' values.
        keywords: the keyword arguments' values.
        keras: the Keras version that the file means: 3, 2 or 1.
    """
    signature = parse_signature(layer.signature)
    older = modernize(layer, signature, positional, keywords, keras)
    positional = [tamed(value) for value in older.positional]
    tensors = ("tensor", "input_tensor")  # an input made of a tensor
    keywords = {name: value if name in tensors else tamed(value) for name, value in older.keywords.items()}
    taken: list[str] = []  # older Keras's keywords that are read although Keras 3 has none of the name
    names = _positional_names(signature, len(positional))
    given = {name: value for name, value in zip(names, positional, strict=True) if name is not None}
    given.update(keywords)
    defaults = {parameter.name: parameter.default for parameter in signature.parameters}
    if signature.keywords:
        defaults = BASE | defaults
    defaults = {name: None if value is REQUIRED else value for name, value in defaults.items()}
    defaults.update(older.defaults)
    arguments = Arguments(given, defaults, keras)
    misfit: Misfit | None = None
    reason: Message | None = None
    marks = list(older.marks)
    if layer.removed_in is not None:
        marks.append(message("Keras {version} no longer has {layer}", version=layer.removed_in, layer=layer.name))
    try:
        _check_binding(layer, signature, names, positional, keywords)
        unexpected = _unexpected(layer, signature, keywords, keras, marks, taken)
        if layer.checks_first:
            layer.check(arguments)
        _check_base(layer, arguments, unexpected)
        if not layer.checks_first:
            layer.check(arguments)
        for parameter in defaults:  # in Keras's order: of two wrong ones the first is named
            if parameter in given:
                check_identifiers(parameter, given[parameter], keras)
        layer.check_late(arguments)
    except Rejected as rejected:
        misfit = rejected.misfit
    except Unfollowed as unfollowed:
        reason = unfollowed.reason
    shape, input_misfit = _input_shape(layer, signature, arguments)
    name, trainable = arguments.get("name"), arguments.get("trainable", True)
    return Created(
        arguments=arguments,
        names=older.names or names,
        misfit=misfit,
        reason=reason,
        marks=tuple(marks),
        input_shape=shape,
        name=name if isinstance(name, str) else None,
        trainable=None if is_unknown(trainable) else bool(trainable),
        input_misfit=input_misfit,
        name_known=name is None or isinstance(name, str),
        notes=(
            *removed(layer, older.removed, {name: keywords[name] for name in taken}, keras),
            *(deprecated(layer, signature, keywords) if keras >= AS_TODAY and misfit is None else ()),
            *(changed(layer, positional) if keras >= AS_TODAY else ()),
        ),
    )


def _positional_names(signature: Signature, count: int) -> tuple[str | None, ...]:
    plain = [parameter.name for parameter in signature.parameters if not parameter.keyword_only]
    return tuple(plain[index] if index < len(plain) else None for index in range(count))


def _check_binding(
    layer: Layer,
    signature: Signature,
    names: tuple[str | None, ...],
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
) -> None:
    """Reject what Python rejects before the constructor runs, in Python's words."""
    call = layer.called or f"{layer.name}.__init__()"
    itself = 0 if layer.called else 1  # Python counts `self`
    parameters = signature.parameters
    plain = [parameter for parameter in parameters if not parameter.keyword_only]
    known = {parameter.name for parameter in parameters}
    for name in keywords:
        if name in names:
            reject(
                f"{call} got multiple values for argument '{name}'",
                message("`{name}` is given twice, by position and by name", name=name),
                argument=name,
            )
        if name not in known and not signature.keywords and not layer.any_keywords:
            _reject_unexpected(layer, name, f"{call} got an unexpected keyword argument '{name}'", known)
    if len(positional) > len(plain):
        needed = sum(parameter.default is REQUIRED for parameter in plain) + itself
        most = len(plain) + itself
        takes = f"{most} positional argument{'s' if most > 1 else ''}"
        if needed != most:
            takes = f"from {needed} to {most} positional arguments"
        reject(
            f"{call} takes {takes} but {len(positional) + itself} were given",
            message(
                "{layer} takes at most {most} arguments by position, got {got}",
                layer=layer.name,
                most=len(plain),
                got=len(positional),
            ),
        )
    missing = [p.name for p in parameters if p.default is REQUIRED and p.name not in names and p.name not in keywords]
    if missing:
        quoted = [f"'{name}'" for name in missing]
        listed = (
            quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])}{',' * (len(quoted) > 2)} and {quoted[-1]}"
        )
        reject(
            f"{call} missing {len(missing)} required positional argument{'s' if len(missing) > 1 else ''}: {listed}",
            message("{layer} needs {missing}", layer=layer.name, missing=", ".join(f"`{name}`" for name in missing)),
            short=message("needs {missing}", missing=", ".join(missing)),
        )


def _unexpected(
    layer: Layer,
    signature: Signature,
    keywords: Mapping[str, Value],
    keras: int,
    marks: list[Message],
    taken: list[str],
) -> dict[str, Value]:
    """Give the keywords that Keras does not know; those of older versions are marked where they are used."""
    if not signature.keywords:
        return {}
    known = {parameter.name for parameter in signature.parameters} | BASE.keys() | set(layer.extra_keywords)
    used = OLDER_BASE if keras < 3 else USED_AND_MARKED
    own = {parameter.name for parameter in signature.parameters}
    unexpected = {}
    # Keras 3 reads `input_shape=` only where there is no `input_dim=`, and then does not know what it is.
    both = keras == 3 and "input_dim" not in own and keywords.get("input_dim") is not None
    for name, value in keywords.items():
        if name in known and not (both and name == "input_shape" and name not in own):
            continue
        if name in used:
            marks.append(message("`{name}` is an argument of Keras 2; Keras 3 rejects it", name=name))
            taken.append(name)
        else:
            unexpected[name] = value
    return unexpected


def _check_base(layer: Layer, arguments: Arguments, unexpected: Mapping[str, Value]) -> None:
    """Reject what the base layer's constructor rejects, in its order."""
    name = arguments.get("name")
    not_names = (bool, int, float, tuple, NumpyScalar, ListValue, DictValue)
    if (isinstance(name, str) and "/" in name) or isinstance(name, not_names):
        reject(
            "Argument `name` must be a string and cannot contain character `/`. "
            f"Received: name={str_of(name)} (of type {type_of(name)})",
            message('`name` must be a string without "/", got {value}', value=repr_of(name)),
            argument="name",
        )
    for parameter in ("dtype", "activity_regularizer"):
        check_identifiers(parameter, arguments.get(parameter), arguments.keras)
    if unexpected:
        pairs = ", ".join(f"'{key}': {repr_of(value)}" for key, value in unexpected.items())
        known = set(arguments.defaults)
        keras_message = f"Unrecognized keyword arguments passed to {layer.name}: {{{pairs}}}"
        _reject_unexpected(layer, next(iter(unexpected)), keras_message, known)
    trainable = arguments.get("trainable", True)
    if not isinstance(trainable, bool) and not is_unknown(trainable):
        reject(
            f"Expected `trainable` to be a boolean. Received: trainable={str_of(trainable)} "
            f"(of type {type_of(trainable)})",
            message("`trainable` must be True or False, got {value}", value=repr_of(trainable)),
            argument="trainable",
        )


def _reject_unexpected(layer: Layer, name: str, keras_message: str, known: set[str]) -> NoReturn:
    near = nearest(name, frozenset(known))
    text = message("{layer} has no argument `{name}`", layer=layer.name, name=name)
    if near is not None:
        text = message(
            "{layer} has no argument `{name}`; did you mean `{near}`?", layer=layer.name, name=name, near=near
        )
    reject(keras_message, text, rule="unknown-argument", argument=name, short=message("no argument {name}", name=name))


def _input_shape(
    layer: Layer, signature: Signature, arguments: Arguments
) -> tuple[Shape | UnknownShape | None, Misfit | None]:
    try:
        own = layer.input_shape(arguments)
        if own is not None:
            return own, None
        return (_given_input_shape(layer, signature, arguments) if signature.keywords else None), None
    except Rejected as rejected:
        return None, rejected.misfit
    except Unfollowed as unfollowed:
        return UnknownShape(unfollowed.reason), None


def _given_input_shape(layer: Layer, signature: Signature, arguments: Arguments) -> Shape | UnknownShape | None:
    """Read the base layer's `input_shape=`, `input_dim=` (which wins) or Keras 2's `batch_input_shape=`."""
    own = {parameter.name for parameter in signature.parameters}  # Embedding's `input_dim` is another thing
    given = {name: value for name, value in arguments.given.items() if name not in own}
    if given.get("batch_input_shape") is not None:
        return read_shape("batch_input_shape", given["batch_input_shape"])
    # Keras 1 and 2 read input_length together with input_dim, for recurrent layers and Embedding.
    length = given.get("input_length")
    dim = given.get("input_dim")
    batch = read_dim("batch_size", given.get("batch_size")) if arguments.keras < 3 else None
    if arguments.keras < 3 and layer.sequence_input and (dim is not None or length is not None):
        return (batch, read_dim("input_length", length), read_dim("input_dim", dim))
    if dim is not None:
        return (
            batch,
            *((read_dim("input_length", length),) if length is not None else ()),
            read_dim("input_dim", dim, (dim,)),
        )
    if given.get("input_shape") is None:
        return None
    shape = read_shape("input_shape", given["input_shape"])
    return shape if isinstance(shape, UnknownShape) else (batch, *shape)
