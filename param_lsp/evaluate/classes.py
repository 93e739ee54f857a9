"""Classes of the workspace: definition, instances, attributes, `super()`, dataclasses and enums."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from param_lsp.evaluate import calls, custom, enums, records, subclassed
from param_lsp.evaluate.machine import Machine
from param_lsp.evaluate.scope import Frame, Scope
from param_lsp.syntax import tree
from param_lsp.values import (
    BoundMethod,
    ClassValue,
    DictValue,
    Function,
    Instance,
    LayerValue,
    LibraryFunction,
    LibraryObject,
    ModelValue,
    Partial,
    Unknown,
    Value,
)

OURS = frozenset({"__annotations__", "__dataclass__", "__members__", "__symbolic__"})
"""Names in a class's attributes that are ours."""


@dataclass(frozen=True, slots=True)
class SuperValue:
    """`super()` inside a method: lookups begin behind `owner` in the order of bases of the instance's class."""

    owner: ClassValue
    instance: Value


def define(machine: Machine, node: tree.ClassDefinition, frame: Frame) -> None:
    """Run a class definition and bind the class."""
    bases = tuple(machine.evaluate(base.value, frame) for base in node.bases if base.keyword is None and not base.star)
    keywords = {base.keyword: machine.evaluate(base.value, frame) for base in node.bases if base.keyword is not None}
    scope = Scope(frame.scope, is_class=True)
    machine.run(node.body, calls.inner_frame(frame, scope))
    value = ClassValue(node.name, bases, scope.names, frame.place(node))
    for attribute in scope.names.values():
        functions = attribute.arguments if isinstance(attribute, Partial) else (attribute,)
        for function in functions:
            if isinstance(function, Function) and function.owner is None:
                function.owner = value
    if enums.is_enum(value):
        enums.make_members(machine, value, node, frame)
    for base in order(value)[1:]:
        if isinstance(base, ClassValue) and isinstance(hook := base.attributes.get("__init_subclass__"), Function):
            given = calls.Given(node, frame, keywords={k: v for k, v in keywords.items() if k != "metaclass"})
            calls.call(machine, BoundMethod(hook, value), given)
            break
    machine.bind(node.name, _decorated(machine, value, node, frame), frame)


def _decorated(machine: Machine, value: ClassValue, node: tree.ClassDefinition, frame: Frame) -> Value:
    """Apply the decorators: what a library's decorator gives is the class itself."""
    result: Value = value
    for decorator in reversed(node.decorators):
        wrapper = machine.evaluate(decorator, frame)
        if isinstance(wrapper, Unknown):
            continue
        made = calls.call(machine, wrapper, calls.Given(decorator, frame, [result], places=[frame.place(decorator)]))
        followed = not isinstance(wrapper, LibraryFunction) and not isinstance(made, Unknown)
        result = made if followed or isinstance(made, ClassValue) else result
    return result


def order(of: ClassValue) -> list[Value]:
    """Give a class and its bases in the order of lookup (C3, as Python has it; depth first where that fails)."""
    merged = _linear(of, 0)
    return merged if merged is not None else _depth_first(of)


def _linear(of: Value, depth: int) -> list[Value] | None:
    if not isinstance(of, ClassValue) or not of.bases:
        return [of]
    if depth > DEEPEST:
        return None
    parts = [_linear(base, depth + 1) for base in of.bases]
    lines = [list(part) for part in parts if part is not None]
    if len(lines) < len(parts):
        return None
    lines.append(list(of.bases))
    found: list[Value] = [of]
    while lines := [line for line in lines if line]:
        head = next((line[0] for line in lines if not any(_is_among(line[0], other[1:]) for other in lines)), None)
        if head is None or len(found) > MOST_BASES:
            return None
        found.append(head)
        lines = [line[1:] if _same(line[0], head) else line for line in lines]
    return found


def _same(left: Value, right: Value) -> bool:
    return left is right or (isinstance(left, LibraryFunction) and left == right)


def _is_among(value: Value, others: list[Value]) -> bool:
    return any(_same(value, other) for other in others)


DEEPEST, MOST_BASES = 20, 100


def _depth_first(of: ClassValue) -> list[Value]:
    found: list[Value] = []
    waiting: list[Value] = [of]
    while waiting and len(found) < MOST_BASES:
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
    if enums.MEMBERS in of.attributes:
        return enums.by_value(of, given)
    if base == "typing.TypedDict":
        return DictValue(dict(given.keywords), given.unknown)
    instance = Instance(of)
    constructor = find(of, "__init__")
    if isinstance(constructor, Function):
        calls.call(machine, BoundMethod(constructor, instance), given)
    elif records.is_record(of):
        records.fill(machine, of, instance, given)
    return instance


def instance_attribute(machine: Machine, owner: Instance, name: str, node: Any, frame: Frame) -> Value:
    """Give `instance.name`."""
    if name in owner.attributes:
        return owner.attributes[name]
    if name == "__class__":
        return owner.of
    if name == "__dict__":
        machine.touch(owner)
        return DictValue(owner.attributes)
    value = find(owner.of, name)
    if value is not None:
        result = bound(machine, value, owner, node, frame)
        if isinstance(value, Partial) and getattr(value.function, "name", "") == "functools.cached_property":
            machine.touch(owner)
            owner.attributes[name] = result
        return result
    if isinstance(hook := find(owner.of, "__getattr__"), Function):
        return calls.simple_call(machine, BoundMethod(hook, owner), [name], frame, node)
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
    if isinstance(value, LayerValue) and isinstance(value.declaration, custom.CustomLayer):
        return value.declaration.instance.of
    return None


def bound(machine: Machine, value: Value, owner: Value, node: Any, frame: Frame) -> Value:
    """Give what a class's attribute is on an object: methods are bound, properties computed."""
    if isinstance(value, Function):
        return BoundMethod(value, owner)
    if isinstance(value, LibraryObject) and value.type == records.FIELD:
        return value.fields.get("default")
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
    if name in ("__name__", "__qualname__"):
        return owner.name
    if name == "__members__" and enums.MEMBERS in owner.attributes:
        return DictValue({member.attributes["name"]: member for member in enums.members(owner)})
    if name == "__dict__":
        return DictValue({key: held for key, held in owner.attributes.items() if key not in OURS})
    if name == "_fields" and records.is_named_tuple(owner):
        return tuple(records.fields_of(owner))
    value = find(owner, name)
    if value is None:
        return machine.unknown(
            node, frame, "the class {owner} has no {name} that we can see", owner=owner.name, name=name
        )
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


def set_property(machine: Machine, owner: Value, name: str, value: Value, node: Any, frame: Frame) -> bool:
    """Assign through a property's setter; False where there is none."""
    of = class_of(owner)
    held = find(of, name) if of is not None else None
    if not isinstance(held, Partial) or getattr(held.function, "name", "") != "builtins.property":
        return False
    if len(held.arguments) > 1:
        calls.simple_call(machine, BoundMethod(held.arguments[1], owner), [value], frame, node)
    return True


def special(machine: Machine, owner: Value, name: str, arguments: list[Value], node: Any, frame: Frame) -> Value:
    """Call a special method such as `__getitem__`, if the class has it."""
    of = class_of(owner)
    method = None if of is None else find(of, name)
    if of is None or not isinstance(method, Function):
        owned = of.name if of is not None else "?"
        return machine.unknown(node, frame, "{name} of {owner} is not followed", name=name, owner=owned)
    return calls.simple_call(machine, BoundMethod(method, owner), arguments, frame, node)
