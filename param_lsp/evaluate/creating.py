"""Creating layers: from the catalogue, with Keras's automatic names and the places of their arguments."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from param_lsp import catalogue
from param_lsp.evaluate import applying, flags
from param_lsp.evaluate.machine import Machine
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.shapes import ShapeTree, UnknownDim
from param_lsp.spans import Place
from param_lsp.values import (
    Applied,
    Arguments,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    ListValue,
    ModelValue,
    Node,
    NumpyScalar,
    Step,
    Unknown,
    Value,
)


def name_of(machine: Machine, stem: str, given: Value) -> str | None:
    """Give a name: the user's own, or Keras's next automatic one; None where it is not known."""
    if isinstance(given, str):
        return given
    if isinstance(given, Unknown):
        return None
    machine.touch(machine.names)
    count = machine.names.counts.get(stem, 0)
    if count is None:
        return None
    machine.names.counts[stem] = count + 1
    if machine.keras == 1:  # standalone Keras, up to 2.3: the first is "dense_1"
        return f"{stem}_{count + 1}"
    return f"{stem}_{count}" if count else stem


# Layers that Keras makes inside others without giving them a name: when made, and when built (3.15).
INNER_WHEN_MADE = {"TextVectorization": ("string_lookup",)}
INNER_WHEN_BUILT = {"MultiHeadAttention": ("softmax", "dropout"), "GroupQueryAttention": ("softmax", "dropout")}


def count_inner(machine: Machine, names: tuple[str, ...]) -> None:
    """Layers inside others take their numbers too."""
    for stem in names:
        name_of(machine, stem, None)


def count_functional(machine: Machine, model: ModelValue) -> None:
    """A Sequential makes a new, automatically named Functional each time it is built (Keras 3); misfits name it."""
    model.fields["functional"] = name_of(machine, "functional", None)


def create(machine: Machine, declaration: catalogue.Layer, given: Any) -> LayerValue:
    """Create a layer of a class of the catalogue."""
    machine.step(5)
    made = _in_doubt(machine, declaration, _made(declaration, given, machine.keras))
    places = dict(given.keyword_places)
    places |= {name: place for name, place in zip(made.names, given.places, strict=False) if name is not None}
    stem = catalogue.automatic_name(declaration.name)
    known = (
        made.name
        if made.name is not None or made.name_known
        else Unknown(made.reason or message("the layer's name is not known"))
    )
    reason = made.reason or (given.unknown.reason if given.unknown is not None else None)
    layer = LayerValue(
        declaration=declaration,
        arguments=made.arguments,
        name=name_of(machine, stem, known),
        place=given.place,
        argument_places=places,
        trainable=made.trainable,
        misfit=made.misfit if given.unknown is None else None,
        reason=reason,
        marks=made.marks,
        path=given.frame.calls,
    )
    if made.trainable is None:
        flags.put(layer, _flag(machine, given))
    if made.arguments.memo is None:
        applying.bind_apply(machine, made.arguments)
    shape = made.input_shape
    if shape is None and declaration.name == "Embedding" and made.arguments.given.get("input_length") is not None:
        shape = _of_length(made.arguments.given["input_length"])
    if shape is not None:
        layer.fields["input_shape"] = shape
    if made.input_misfit is not None:
        layer.fields["input_misfit"] = made.input_misfit
    machine.layers.append(layer)
    count_inner(machine, INNER_WHEN_MADE.get(declaration.name, ()))
    if layer.misfit is not None:
        argument = places.get(layer.misfit.argument or "")
        machine.events.append(Event(catalogue.named(layer.misfit, declaration, layer.name), layer.place, argument))
    for note in made.notes:
        machine.events.append(Event(note, layer.place, places.get(note.argument or "")))
    return layer


def _flag(machine: Machine, given: Any) -> bool | Message:
    """Read `trainable=` where it is not a plain constant."""
    value = given.keywords.get("trainable")
    written = [each for each in getattr(given.node, "arguments", ()) if each.keyword == "trainable"]
    return flags.read(machine, value, written[0].value if written else given.node, given.frame)


def _in_doubt(machine: Machine, declaration: catalogue.Layer, made: catalogue.Created) -> catalogue.Created:
    """Take the default of an argument as unknown where it is not known which Keras 2 gives it."""
    names = catalogue.UNSETTLED.get(declaration.name, ())
    if machine.doubt is None or not any(name in made.arguments.defaults for name in names):
        return made
    unsettled = {name: Unknown(machine.doubt) for name in names if name not in made.arguments.given}
    known = made.arguments
    return replace(made, arguments=Arguments(known.given, {**known.defaults, **unsettled}, known.keras))


MOST_MADE = 4_000  # some 7 KB each, with what was computed of it
_MADE: dict[Any, catalogue.Created] = {}


def _made(declaration: catalogue.Layer, given: Any, keras: int) -> catalogue.Created:
    """Bind and check, or recall it: while somebody types, nearly all layers are those of the keystroke before."""
    key = (declaration, keras, *map(_plain, given.positional), *((k, _plain(v)) for k, v in given.keywords.items()))
    try:
        made = _MADE.get(key)
    except TypeError:  # an argument that is not plain
        return catalogue.create(declaration, given.positional, given.keywords, keras)
    if made is None:
        if len(_MADE) >= MOST_MADE:
            _MADE.clear()
        made = _MADE[key] = catalogue.create(declaration, given.positional, given.keywords, keras)
        made.arguments.memo = {}
    return made


def _plain(value: Value, depth: int = 0) -> Any:
    """Give a key for a constant or nest of constants; 1, 1.0 and True are told apart. Lists count by their members."""
    if depth > 4:
        return []  # lists in lists may be more than anyone can walk through
    if isinstance(value, tuple):
        return tuple([_plain(item, depth + 1) for item in value])
    if value is None or isinstance(value, bool | int | float | str | LibraryFunction | NumpyScalar):
        return (type(value), value)
    if isinstance(value, ListValue) and value.unknown is None:
        return (ListValue, *[_plain(item, depth + 1) for item in value.items])
    return []  # not hashable: no key


def _of_length(length: Value) -> ShapeTree | None:
    """Keras 2 built an Embedding with `input_length` on (None, length); Keras 3 ignores it and waits for the data."""
    if isinstance(length, ListValue):
        length = tuple(length.items)
    if isinstance(length, NumpyScalar):
        length = length.value
    if isinstance(length, Unknown):
        return (None, UnknownDim(length.reason))
    return (None, *length) if isinstance(length, tuple) else (None, length)


def input_layer(machine: Machine, shape: ShapeTree, place: Place, path: tuple[Place, ...]) -> LayerValue:
    """The InputLayer that Keras makes on its own."""
    declaration = catalogue.find("InputLayer")
    if declaration is None:  # the catalogue always has it
        raise LookupError("InputLayer")
    layer = LayerValue(
        declaration, Arguments({}, {}, machine.keras), name_of(machine, "input_layer", None), place, path=path
    )
    layer.fields["input_shape"] = shape
    layer.fields["hidden"] = True
    return layer


def input_tensor(layer: LayerValue) -> KerasTensor:
    """The symbolic tensor that `keras.Input(…)` gives, and that the InputLayer gives whenever it is asked."""
    kept = layer.fields.get("output")
    if isinstance(kept, KerasTensor) and kept.node is not None:
        return kept
    shape = layer.fields.get("input_shape")
    dtype = layer.arguments.get("dtype") if layer.arguments is not None else None
    outcome = Applied(shape) if shape is not None else None
    tensor = KerasTensor(shape, dtype if isinstance(dtype, str) else None, Node(layer, (), Step(layer, shape, outcome)))
    layer.fields["input"] = layer.fields["output"] = tensor
    return tensor
