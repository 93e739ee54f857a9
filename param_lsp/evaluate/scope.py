"""Where names live: scopes, frames, and the counters behind Keras's automatic layer names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from param_lsp.spans import Anchor, Place, Span
from param_lsp.syntax.program import Chunk
from param_lsp.values import Mutable, Value


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
