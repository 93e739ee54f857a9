"""Calling things: arguments are evaluated once, then the kind of callee decides."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from param_lsp import libraries
from param_lsp.evaluate import (
    attributes,
    builtins,
    classes,
    enums,
    functional,
    generating,
    iteration,
    iterators,
    keras_api,
    tensors,
)
from param_lsp.evaluate.heap import joined
from param_lsp.evaluate.library_call import LibraryCall
from param_lsp.evaluate.machine import CALL_DEPTH, Machine, OverBudget, Raised
from param_lsp.evaluate.outside import finite_argument, known_argument
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.message import Message, message
from param_lsp.shapes import Polynomial, UnknownDim, symbol
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    DictValue,
    Function,
    Instance,
    IteratorValue,
    KerasTensor,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ListValue,
    ModelValue,
    OneOf,
    Partial,
    Unknown,
    Value,
)


@dataclass(slots=True)
class Given:
    """The arguments of one call, evaluated, with the places they stand at.

    Arguments:
        positional, keywords: the values.
        places: of the positional arguments; `keyword_places` of the keywords.
        unknown: set when `*values` or `**values` are not known.
        open: whether nobody calls, so that `*args` and `**kwargs` of the function may be anything.
    """

    node: Any
    frame: Frame
    positional: list[Value] = field(default_factory=list)
    keywords: dict[str, Value] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)
    keyword_places: dict[str, Place] = field(default_factory=dict)
    unknown: Unknown | None = None
    callee: str = ""  # a library function's dotted name: one handler may serve several
    open: bool = False

    @property
    def callee_name(self) -> str:
        """The last part of the library function's name."""
        return self.callee.rpartition(".")[2]

    @property
    def place(self) -> Place:
        """The whole call."""
        return self.frame.place(self.node)

    def get(self, index: int, name: str, default: Value = None) -> Value:
        """Give an argument by position or keyword."""
        return self.positional[index] if index < len(self.positional) else self.keywords.get(name, default)


def call_expression(machine: Machine, node: tree.CallExpression, frame: Frame) -> Value:
    """Evaluate a call."""
    callee = machine.evaluate(node.func, frame)
    given = Given(node, frame)
    for argument in node.arguments:
        value = machine.evaluate(argument.value, frame)
        if argument.star == "*":
            members = iteration.members(machine, value, frame, argument)
            if isinstance(members, Unknown):
                given.unknown = members
            else:
                given.positional.extend(members)
                given.places.extend(frame.place(argument) for _ in members)
        elif argument.star == "**":
            _spread(given, value, frame.place(argument))
        elif argument.keyword is None:
            given.positional.append(value)
            given.places.append(frame.place(argument))
        else:
            given.keywords[argument.keyword] = value
            given.keyword_places[argument.keyword] = frame.place(argument)
    return call(machine, callee, given)


def _spread(given: Given, value: Value, place: Place) -> None:
    if isinstance(value, DictValue):
        for key, item in value.items.items():
            if isinstance(key, str):
                given.keywords[key] = item
                given.keyword_places[key] = place
        given.unknown = given.unknown or value.unknown
    else:
        reason = value.reason if isinstance(value, Unknown) else message("the keyword arguments are not known")
        given.unknown = given.unknown or Unknown(reason, place)


def call(machine: Machine, callee: Value, given: Given) -> Value:  # noqa: C901 - one line a kind of callee
    """Call a value."""
    if isinstance(callee, Function):
        return call_function(machine, callee, given)
    if isinstance(callee, LibraryFunction):
        return call_library(machine, callee, given)
    if isinstance(callee, BoundMethod):
        bound = replace(given, positional=[callee.instance, *given.positional], places=[given.place, *given.places])
        return call(machine, callee.function, bound)
    if isinstance(callee, ClassValue):
        return classes.instantiate(machine, callee, given)
    if isinstance(callee, LayerValue | ModelValue):
        _bound_sizes(given)
        return functional.call_layer(machine, callee, given)
    if isinstance(callee, Instance):
        method = classes.find(callee.of, "__call__")
        if isinstance(method, Function):
            return call(machine, BoundMethod(method, callee), given)
        return functional.call_instance(machine, callee, given)
    if isinstance(callee, Partial):
        merged = replace(
            given,
            positional=[*callee.arguments, *given.positional],
            places=[given.place for _ in callee.arguments] + given.places,
            keywords={**callee.keywords, **given.keywords},
        )
        return call(machine, callee.function, merged)
    if isinstance(callee, OneOf):
        results = [call(machine, value, given) for value in callee.values]
        result = results[0]
        for other in results[1:]:
            result = joined(result, other, Unknown(callee.reason, given.place))
        return result
    if isinstance(callee, Unknown):
        return _lost(machine, given, callee.reason)
    if isinstance(callee, Polynomial | UnknownDim):
        reason = (
            callee.reason if isinstance(callee, UnknownDim) else message("the function that is called is not known")
        )
        return Unknown(reason, given.place)
    return Unknown(message("what is called here cannot be called"), given.place)


# Functions that ask about objects, or keep them: to all others a member of an IntEnum is a number.
KEEPS_OBJECTS = (
    "builtins.isinstance", "builtins.issubclass", "builtins.getattr", "builtins.setattr", "builtins.hasattr",
    "builtins.type", "builtins.vars", "builtins.len", "builtins.list", "builtins.tuple", "builtins.dict", "list.",
    "dict.", "set.", "dataclasses.", "typing.", "copy.", "builtins.next", "builtins.iter", "functools.", "builtins.str",
    "builtins.zip", "builtins.map", "builtins.enumerate", "builtins.sorted", "keras.Model.__init__",
    "keras.layers.Layer.__init__",
)  # fmt: skip


def call_library(machine: Machine, function: LibraryFunction, given: Given) -> Value:
    """Call something that lives outside the workspace: Keras first, then Python's builtins, then the libraries."""
    given.callee = function.name
    if not function.name.startswith(KEEPS_OBJECTS):
        given.positional = [enums.plain(value) for value in given.positional]
        given.keywords = {name: enums.plain(value) for name, value in given.keywords.items()}
    handler = keras_api.find(function.name)
    if handler is not None:
        _bound_sizes(given)
        given.positional = [known_argument(value, given.place) for value in given.positional]
        given.keywords = {name: known_argument(value, given.place) for name, value in given.keywords.items()}
        return handler(machine, given, function.bound)
    python = builtins.find(function.name)
    if python is not None:
        return python(machine, given, function.bound)
    if given.unknown is not None:
        return given.unknown
    if any(_holds_tensor(value) for value in (*given.positional, *given.keywords.values())):
        return tensors.operation(machine, given, function.name)
    _bound_sizes(given)
    known = libraries.find(function.name)
    view = LibraryCall(machine, given.frame, given.node)
    if known is not None:
        return known.call(view, given.positional, given.keywords, function.bound)
    return Unknown(message("what {name}() gives is not followed", name=function.name), given.place)


def _bound_sizes(given: Given) -> None:
    """Take endless nests as unknown: nothing behind this walks through them."""
    given.positional = [finite_argument(value, given.place) for value in given.positional]
    given.keywords = {name: finite_argument(value, given.place) for name, value in given.keywords.items()}


def _holds_tensor(value: Value) -> bool:
    members = value.items if isinstance(value, ListValue) else value if isinstance(value, tuple) else ()
    return isinstance(value, KerasTensor) or any(isinstance(item, KerasTensor) for item in members)


def make_function(machine: Machine, name: str, node: Any, frame: Frame) -> Function:
    """Make a function or lambda: defaults are evaluated now, the body when it is called."""
    defaults = tuple(
        (parameter.name, machine.evaluate(parameter.default, frame))
        for parameter in node.parameters
        if parameter.default is not None
    )
    function = Function(name, node, frame, defaults)
    if frame.path == machine.source.path and isinstance(node, tree.FunctionDefinition):
        machine.functions.append((function, frame))
    return function


def decorated(machine: Machine, function: Function, decorators: tuple[Any, ...], frame: Frame) -> Value:
    """Apply decorators: those of the workspace are called, those of libraries leave the function as it is."""
    result: Value = function
    for decorator in reversed(decorators):
        wrapper = machine.evaluate(decorator, frame)
        if isinstance(wrapper, LibraryFunction) and wrapper.name in attributes.METHOD_KINDS:
            result = Partial(wrapper, (result,), {})
        elif isinstance(wrapper, LibraryFunction) and wrapper.name == "builtins.property.setter":
            getter = wrapper.bound.arguments[:1]
            result = Partial(LibraryFunction("builtins.property"), (*getter, result), {})
        elif isinstance(wrapper, Function):
            result = call(machine, wrapper, Given(decorator, frame, [result], places=[frame.place(decorator)]))
    return result


def inner_frame(frame: Frame, scope: Scope) -> Frame:
    """Give the same frame with another scope (comprehensions, class bodies)."""
    return replace(frame, scope=scope)


def call_function(machine: Machine, function: Function, given: Given) -> Value:
    """Evaluate a function of the workspace with these arguments."""
    node, home = function.definition, function.closure
    if isinstance(node, tree.FunctionDefinition):
        machine.called[id(node)] = None
    if machine.depth >= CALL_DEPTH:
        return _lost(machine, given, message("{name} calls itself too deeply to follow", name=function.name))
    scope = Scope(home.scope if not home.scope.is_class else home.scope.parent)
    problem = _bind(function, node, given, scope)
    if problem is not None:
        return problem
    frame = Frame(
        scope,
        home.module,
        home.path,
        home.chunk,
        home.anchor,
        (*given.frame.calls, given.place),
        function,
        watched=home.watched,
    )
    if isinstance(node, tree.Lambda):
        return machine.evaluate(node.body, frame)
    if node.is_generator:
        return generating.make(machine, node.body, frame, function.name)
    machine.depth += 1
    if machine.depth > 1:
        try:
            return _result(machine, machine.run(node.body, frame), function, given)
        finally:
            machine.depth -= 1
    touched = machine.heap.watch()
    failure = message("the call is not followed")
    failed = False
    try:
        return _result(machine, machine.run(node.body, frame), function, given)
    except OverBudget as over:
        failure, failed = over.reason, True
        if not machine.reserve():
            raise
    finally:
        machine.depth -= 1
        machine.heap.unwatch()
        if failed:
            machine.heap.forget(touched, failure, given.place)
    return Unknown(failure, given.place)


def _lost(machine: Machine, given: Given, reason: Message) -> Unknown:
    """A function that may be of the workspace is not followed: it may have changed the models that it was given."""
    for value in (*given.positional, *given.keywords.values()):
        if isinstance(value, ModelValue):
            machine.touch(value)
            value.unknown = value.unknown or reason
    return Unknown(reason, given.place)


def _result(machine: Machine, signal: Any, function: Function, given: Given) -> Value:
    if signal is None or signal.kind in ("break", "continue"):
        return None
    if signal.kind == "return":
        return signal.value
    if signal.kind == "raise":
        if machine.expecting:
            raise Raised(signal.value)
        return Unknown(message("{name} raises an exception here", name=function.name), given.place)
    if isinstance(signal.value, Unknown):
        return signal.value
    return Unknown(
        message("what {name} returns is open: {reason}", name=function.name, reason=signal.test.reason), given.place
    )


def _bind(function: Function, node: Any, given: Given, scope: Scope) -> Unknown | None:
    """Bind arguments to parameters as Python does; gives why it cannot be done."""
    names = scope.names
    positional = list(given.positional)
    keywords = dict(given.keywords)
    defaults = dict(function.defaults)
    for parameter in node.parameters:
        name = parameter.name
        if parameter.kind == "*":
            unknown = _rest(given, f"*{name}")
            names[name] = tuple(positional) if unknown is None else unknown
            positional = []
        elif parameter.kind == "**":
            names[name] = DictValue(dict(keywords), _rest(given, f"**{name}"))
            keywords = {}
        elif parameter.kind != "keyword" and positional:
            names[name] = positional.pop(0)
        elif parameter.kind != "positional" and name in keywords:
            names[name] = keywords.pop(name)
        elif given.unknown is not None:
            names[name] = replace(given.unknown)  # parameters need not be the same, though neither is known
        elif name in defaults:
            names[name] = defaults[name]
        else:
            return Unknown(
                message("{function}() is called without its argument {name}", function=function.name, name=name),
                given.place,
            )
    if positional or keywords:
        return Unknown(message("{function}() is called with too many arguments", function=function.name), given.place)
    return None


def _rest(given: Given, name: str) -> Unknown | None:
    """Tell why it is not known what `*args` or `**kwargs` take."""
    if not given.open:
        return given.unknown
    reason = message("{what} is a parameter of a function that nothing calls", what=name)
    return given.unknown or Unknown(reason, given.place)


def call_symbolically(machine: Machine, function: Function, instance: Value = None) -> Value:
    """Evaluate a function that nothing calls: parameters without defaults are symbols of their own names."""
    node, home = function.definition, function.closure
    given = Given(node, home, open=True)
    for parameter in node.parameters:
        if parameter.kind in ("*", "**") or parameter.name in dict(function.defaults):
            continue
        first = not given.positional and not given.keywords
        value = instance if first and instance is not None else _symbol_for(parameter, home)
        if parameter.kind == "keyword":
            given.keywords[parameter.name] = value
        else:
            given.positional.append(value)
    given.places = [home.place(node) for _ in given.positional]
    result = call_function(machine, function, given)
    if isinstance(result, IteratorValue):
        iterators.drain(machine, result)
    return result


def _symbol_for(parameter: tree.Parameter, home: Frame) -> Value:
    """Give what stands for an argument that nobody gives; Keras Tuner calls functions with an object to ask."""
    asked = rf"\b{re.escape(parameter.name)}\.(?:Int|Choice|Float|Boolean|Fixed)\("
    if re.search(asked, home.chunk.text) is not None:
        return LibraryObject("keras_tuner.HyperParameters")
    return symbol(parameter.name)


def simple_call(machine: Machine, function: Value, arguments: list[Value], frame: Frame, node: Any) -> Value:
    """Call a value with positional arguments, on behalf of a library function."""
    return call(machine, function, Given(node, frame, list(arguments), places=[frame.place(node) for _ in arguments]))
