"""Where names live: scopes, frames, and the counters behind Keras's automatic layer names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from param_lsp.message import Message, message
from param_lsp.spans import Anchor, Place, Span
from param_lsp.syntax.program import Chunk
from param_lsp.values import Mutable, Unknown, Value, now


@dataclass(slots=True, eq=False)
class Scope(Mutable):
    """The names of a module, a class body or a call of a function; `parent` is the lexically enclosing one."""

    parent: Scope | None = None
    names: dict[str, Value] = field(default_factory=dict)
    is_class: bool = False
    elsewhere: dict[str, Scope] = field(default_factory=dict)  # names declared `global` or `nonlocal`

    def save(self) -> dict[str, Value]:
        return dict(self.names)

    def restore(self, state: dict[str, Value]) -> None:
        self.names = dict(state)


@dataclass(slots=True, eq=False)
class Names(Mutable):
    """How many layers of each kind were named so far; None once that depends on something unknown.

    Beside it stands the other state that is Keras's own: the default float type of variables, and the one of outputs
    (`mixed_float16` makes them differ). Either is None where it is not known.
    """

    counts: dict[str, int | None] = field(default_factory=dict)
    floatx: str | None = "float32"
    outputs: str | None = "float32"

    def save(self) -> tuple[dict[str, int | None], str | None, str | None]:
        return dict(self.counts), self.floatx, self.outputs

    def restore(self, state: tuple[dict[str, int | None], str | None, str | None]) -> None:
        self.counts, self.floatx, self.outputs = dict(state[0]), state[1], state[2]


@dataclass(slots=True, eq=False)
class WorkspaceModule:
    """A module of the workspace: its scope, evaluated.

    Arguments:
        size: characters of its text.
        problem: why it could not be followed to its end.
    """

    name: str
    scope: Scope
    size: int = 0
    problem: Message | None = None

    def get(self, machine: Any, name: str, place: Place) -> Value:
        """Give what a name of the module holds; when it has none, that nobody knows."""
        if self.scope is machine.scope:  # of a module that imports the analysed file
            machine.reads.add(name)
        if name in self.scope.names:
            return self.scope.names[name]
        if self.scope is machine.scope:  # of that file only what matters to its own models is evaluated
            return Unknown(message("{name} is of the file that imports this module", name=name), place)
        no_such = message("the module {module} binds no {name}", module=self.name, name=name)
        return Unknown(self.problem or no_such, place)

    def set(self, machine: Any, name: str, value: Value) -> None:
        """Assign `module.name = value`."""
        machine.write(name, self.scope)
        self.scope.names[name] = value
        self.scope.changed = now()


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """What an expression is evaluated in.

    Arguments:
        scope: where assignments go.
        module: the scope of the module, for `global`.
        path: the file that the code stands in.
        chunk: the chunk that the nodes' offsets count from; `anchor` is where it begins now.
        calls: the places of the calls that led here, outermost first.
        function: the function that runs, for `super()`; None at the top level.
        watched: whether this is code of the analysed source, whose names are worth remembering for hovers.
    """

    scope: Scope
    module: Scope
    path: str
    chunk: Chunk
    anchor: Anchor
    calls: tuple[Place, ...] = ()
    function: Any = None
    watched: bool = True

    def place(self, node: Any) -> Place:
        """Give the place of a node."""
        return self.between(node.start, node.end)

    def between(self, start: int, end: int) -> Place:
        """Give the place of two offsets into the chunk."""
        moved = self.chunk.moved
        span = Span(start, end) if moved is None else Span(moved(start), moved(end))
        return Place(self.path, span, self.anchor)
