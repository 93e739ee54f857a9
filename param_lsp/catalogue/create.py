"""Binds what a user wrote in `Dense(32, activation="relu")` to the layer's parameters, as Python and Keras would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from param_lsp.catalogue.base import BASE, outside, read_although_older, reject_unexpected
from param_lsp.catalogue.layer import Layer
from param_lsp.catalogue.limits import require_float_sized, tamed
from param_lsp.catalogue.older import modernize
from param_lsp.catalogue.reading import Rejected, Unfollowed, is_unknown, reject
from param_lsp.catalogue.shape_arguments import read_dim, read_shape
from param_lsp.catalogue.signature import REQUIRED, Signature, parse_signature
from param_lsp.catalogue.version_notes import changed, deprecated, removed
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, Shape, UnknownShape, symbol
from param_lsp.values import Arguments, Misfit, Unknown, Value

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

    A parameter of a function that nothing calls is taken for a size; where no size fits, it may be anything.
    """
    made = _created(layer, positional, keywords, keras)
    while (bare := _rejected_symbol(made)) is not None:
        unknown = Unknown(message("{what} is a parameter of a function that nothing calls", what=bare))
        positional = [unknown if value == symbol(bare) else value for value in positional]
        keywords = {name: unknown if value == symbol(bare) else value for name, value in keywords.items()}
        made = _created(layer, positional, keywords, keras)
    return made


def _rejected_symbol(made: Created) -> str | None:
    """Give the symbol that Keras rejects because it is taken for a size, if that is why."""
    misfit, given = made.misfit or made.input_misfit, made.arguments.given
    if misfit is None:
        return None
    argument = misfit.argument
    values = [given[argument]] if argument is not None and argument in given else list(given.values())
    names = [name for value in values if isinstance(value, Polynomial) for name in value.symbols]
    return next((name for name in names if symbol(name) in values), None)  # `n`, but not `2*n`, which is a number


def _created(layer: Layer, positional: Sequence[Value], keywords: Mapping[str, Value], keras: int) -> Created:
    signature = parse_signature(layer.signature)
    older = modernize(layer, signature, positional, keywords, keras)
    positional = [tamed(value) for value in older.positional]
    tensors = ("tensor", "input_tensor")  # an input made of a tensor
    keywords = {name: value if name in tensors else tamed(value) for name, value in older.keywords.items()}
    taken: list[str] = []  # older Keras's keywords that are read although Keras 3 has none of the name
    still_read = read_although_older(keras)
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
        for name, value in given.items():
            require_float_sized(name, value)
        taken = [name for name in outside(layer.signature, layer.extra_keywords, arguments) if name in still_read]
        marks += [message("`{name}` is an argument of Keras 2; Keras 3 rejects it", name=name) for name in taken]
        layer.construct(arguments)
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
            reject_unexpected(layer.name, name, f"{call} got an unexpected keyword argument '{name}'", known)
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
