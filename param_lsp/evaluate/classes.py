"""Classes of the workspace: definition, instances, attributes, `super()`, dataclasses and enums."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from param_lsp.evaluate import calls, custom, subclassed
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.message import message
from param_lsp.spans import Place
from param_lsp.syntax import tree
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    Function,
    Instance,
    LibraryFunction,
    ModelValue,
    Partial,
    Unknown,
    Value,
)


@dataclass(slots=True, eq=False)
class WorkspaceModule:
    """A module of the workspace: its scope, evaluated."""

    name: str
    scope: Scope
    submodules: dict[str, Value] = field(default_factory=dict)

    def missing(self, name: str, place: Place) -> Unknown:
        """Say that the module has no such name."""
        return Unknown(message("the module {module} binds no {name}", module=self.name, name=name), place)


@dataclass(frozen=True, slots=True)
class SuperValue:
    """`super()` inside a method: lookups begin behind `owner` in the order of bases of the instance's class."""

    owner: ClassValue
    instance: Value


def define(machine: Machine, node: tree.ClassDefinition, frame: Frame) -> None:
    """Run a class definition and bind the class."""
    bases = tuple(machine.evaluate(base.value, frame) for base in node.bases if base.keyword is None and not base.star)
    scope = Scope(frame.scope, is_class=True)
    machine.run(node.body, calls.inner_frame(frame, scope))
    value = ClassValue(node.name, bases, scope.names, frame.place(node))
    for attribute in scope.names.values():
        function = attribute.arguments[0] if isinstance(attribute, Partial) and attribute.arguments else attribute
        if isinstance(function, Function) and function.owner is None:
            function.owner = value
    for decorator in node.decorators:
        wrapper = machine.evaluate(decorator, frame)
        name = wrapper.name if isinstance(wrapper, LibraryFunction) else ""
        if name.startswith("dataclasses.dataclass") or (
            isinstance(wrapper, Unknown) and "dataclass" in str(wrapper.reason)
        ):
            value.attributes["__dataclass__"] = True
    machine.bind(node.name, value, frame)


def order(of: ClassValue) -> list[Value]:
    """Give a class and its bases in the order of lookup (depth first, later duplicates kept)."""
    found: list[Value] = []
    waiting: list[Value] = [of]
    while waiting and len(found) < 100:
        current = waiting.pop(0)
        if any(current is seen for seen in found):
            continue
        found.append(current)
        if isinstance(current, ClassValue):
            waiting = [*current.bases, *waiting]
    return found


def find(of: ClassValue, name: str) -> Value:
    """Find an attribute in a class and its bases in the workspace, or None."""
    for base in order(of):
        if isinstance(base, ClassValue) and name in base.attributes:
            return base.attributes[name]
    return None


def library_base(of: ClassValue) -> str | None:
    """Give the dotted name of the first base that lives outside the workspace (not `object`)."""
    for base in order(of):
        if isinstance(base, LibraryFunction) and base.name not in ("builtins.object", "abc.ABC"):
            return base.name
    return None


def instantiate(machine: Machine, of: ClassValue, given: calls.Given) -> Value:
    """Call a class of the workspace."""
    base = library_base(of)
    special = subclassed.instantiate(machine, of, base, given) or custom.instantiate(machine, of, base, given)
    if special is not None:
        return special
    instance = Instance(of)
    if base in ENUMS:
        return _enum_member(of, given)
    constructor = find(of, "__init__")
    if isinstance(constructor, Function):
        calls.call(machine, BoundMethod(constructor, instance), given)
    elif find(of, "__dataclass__") or base == "typing.NamedTuple":
        _fill_dataclass(of, instance, given)
    return instance


ENUMS = ("enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag")


def _enum_member(of: ClassValue, given: calls.Given) -> Value:
    return Unknown(message("a member of {name} is looked up by its value", name=of.name), given.place)


def _fill_dataclass(of: ClassValue, instance: Instance, given: calls.Given) -> None:
    names: list[str] = []
    for base in reversed([base for base in order(of) if isinstance(base, ClassValue)]):
        plain = [
            name
            for name, value in base.attributes.items()
            if not name.startswith("__") and not isinstance(value, Function | Partial)
        ]
        for name in (*base.attributes.get("__annotations__", ()), *plain):
            if name not in names:
                names.append(name)
    for index, name in enumerate(names):
        default = find(of, name)
        value = given.get(index, name, default)
        if isinstance(value, Unknown) and isinstance(default, Unknown):
            value = default
        instance.attributes[name] = value


def instance_attribute(machine: Machine, owner: Instance, name: str, node: Any, frame: Frame) -> Value:
    """Give `instance.name`."""
    if name in owner.attributes:
        return owner.attributes[name]
    if name == "__class__":
        return owner.of
    value = find(owner.of, name)
    if value is not None:
        return bound(machine, value, owner, node, frame)
    inherited = custom.inherited_attribute(machine, owner, name, node, frame)
    if inherited is not None:
        return inherited
    if any(isinstance(base, ClassValue) and name in base.attributes for base in order(owner.of)):
        return None
    return machine.unknown(node, frame, "{name} is not set on this object where we can see it", name=name)


def class_of(value: Value) -> ClassValue | None:
    """Give the workspace's class of an object or model, or None."""
    if isinstance(value, Instance):
        return value.of
    if isinstance(value, ModelValue) and isinstance(value.origin, subclassed.Subclass):
        return value.origin.of
    return None


def bound(machine: Machine, value: Value, owner: Value, node: Any, frame: Frame) -> Value:
    """Give what a class's attribute is on an object: methods are bound, properties computed."""
    if isinstance(value, Function):
        return BoundMethod(value, owner)
    if isinstance(value, Partial) and isinstance(value.function, LibraryFunction) and value.arguments:
        kind, function = value.function.name, value.arguments[0]
        if kind in ("builtins.property", "functools.cached_property"):
            return calls.call(machine, BoundMethod(function, owner), calls.Given(node, frame))
        if kind == "builtins.classmethod":
            return BoundMethod(function, class_of(owner) or owner)
        if kind == "builtins.staticmethod":
            return function
    return value


def class_attribute(machine: Machine, owner: ClassValue, name: str, node: Any, frame: Frame) -> Value:
    """Give `Class.name`."""
    if name == "__name__":
        return owner.name
    value = find(owner, name)
    if value is None:
        return machine.unknown(
            node, frame, "the class {owner} has no {name} that we can see", owner=owner.name, name=name
        )
    if library_base(owner) in ENUMS and not isinstance(value, Function | Partial):
        return Instance(owner, {"value": value, "name": name})
    if isinstance(value, Partial):
        return bound(machine, value, owner, node, frame)
    return value


def super_attribute(machine: Machine, owner: SuperValue, name: str, node: Any, frame: Frame) -> Value:
    """Give `super().name`."""
    of = class_of(owner.instance) or owner.owner
    bases = order(of)
    start = next((index for index, base in enumerate(bases) if base is owner.owner), -1) + 1
    for base in bases[start:]:
        if isinstance(base, ClassValue) and name in base.attributes:
            return bound(machine, base.attributes[name], owner.instance, node, frame)
        if isinstance(base, LibraryFunction):
            home = "keras.Model" if base.name in subclassed.KINDS else base.name
            return LibraryFunction(f"{home}.{name}", owner.instance)
    return LibraryFunction(f"builtins.object.{name}", owner.instance)


def special(machine: Machine, owner: Instance, name: str, arguments: list[Value], node: Any, frame: Frame) -> Value:
    """Call a special method such as `__getitem__`, if the class has it."""
    method = find(owner.of, name)
    if not isinstance(method, Function):
        return machine.unknown(node, frame, "{name} of {owner} is not followed", name=name, owner=owner.of.name)
    return calls.simple_call(machine, BoundMethod(method, owner), arguments, frame, node)
