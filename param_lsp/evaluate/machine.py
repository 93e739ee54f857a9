"""The abstract machine: runs program trees over abstract values within budgets and collects what it sees."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from param_lsp.evaluate.heap import Heap
from param_lsp.evaluate.paths import Path
from param_lsp.evaluate.scope import Frame, Names, Scope
from param_lsp.facts import Fact
from param_lsp.message import Message, message
from param_lsp.report import Event
from param_lsp.source.source import Source
from param_lsp.spans import Anchor, Place, Span
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk
from param_lsp.values import Function, LayerValue, Misfit, ModelValue, Mutable, Unknown, Value, now
from param_lsp.workspace import Workspace

STEPS_PER_CHUNK = 60_000
STEPS_PER_UNCALLED = 20_000  # for each function that nothing calls
STEPS_FOR_UNCALLED = 150_000  # for all of them
STEPS_IN_ALL = 600_000
RESERVE = 2_000  # steps for the code behind a loop or call that used up its chunk's
RESERVES = 4  # how often a chunk gets them
CALL_DEPTH = 40


class OverBudget(Exception):  # noqa: N818 - a state of affairs, not an error
    """Evaluation used up its steps; the nearest loop or call that can stand for the rest catches it."""

    def __init__(self, reason: Message) -> None:
        super().__init__(str(reason))
        self.reason = reason


class Raised(Exception):  # noqa: N818 - an exception of the program that is analysed
    """The program raises an exception in an expression; the statement that it stands in ends with it.

    Arguments:
        kind: the class of the exception, or None.
    """

    def __init__(self, kind: Value) -> None:
        super().__init__("the code raises an exception")
        self.kind = kind


@dataclass(frozen=True, slots=True)
class Signal:
    """How a block of statements ended early: "return", "break", "continue" or "raise".

    `value` is what is returned, or the class of the exception.
    "unsure" is a block that may have ended early, depending on `test`.
    """

    kind: str
    value: Value = None
    test: Any = None


@dataclass(frozen=True, slots=True)
class Doubt:
    """An unknown test decides whether an exception of a class is raised, in these states of what was changed."""

    test: Any
    kind: Value
    states: tuple[tuple[Mutable, Any], ...] = ()


@dataclass(slots=True)
class Trial:
    """A `try` block that is being run: how many `Heap.watch` are around it, and what it may raise."""

    level: int
    doubts: list[Doubt] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Told:
    """What a name holds, with the words that say who told it, for hovers."""

    value: Value
    text: Message


@dataclass(frozen=True, slots=True)
class Further:
    """What a layer is called with beside its first argument."""

    positional: tuple[Value, ...] = ()
    keywords: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True)
class Machine:
    """One evaluation of one source.

    Arguments:
        source: the text that is analysed.
        workspace: where imports and files may be read.
        keras: the Keras version the file means.
        doubt: why it is not known which release of that version, where layers have other defaults in some.
        expressions, statements: what evaluates a node of each type; filled by the modules of this room.
    """

    source: Source
    workspace: Workspace
    keras: int = 3
    facts: tuple[Fact, ...] = ()  # that the project's settings state
    scope: Scope = field(default_factory=Scope)  # the source's own module
    reads: set[str] = field(default_factory=set)  # names that the present segment looked for in it
    writes: dict[str, Value] = field(default_factory=dict)  # names that it bound there, with their values from before
    heap: Heap = field(default_factory=Heap)
    names: Names = field(default_factory=Names)
    builtins: dict[str, Value] = field(default_factory=dict)
    steps: int = 0
    limit: int = STEPS_PER_CHUNK
    reserves: int = RESERVES
    depth: int = 0
    importing: int = 0  # modules that are being imported, each by the one before
    guarded: int = 0  # how many `try` blocks with handlers are being run: what raises in them is expected
    forks: int = 0  # how many alternatives are being run: one that raises leads nowhere
    trial: Trial | None = None  # the innermost such `try`
    handled: list[Value] = field(default_factory=list)  # classes of the exceptions whose handlers are being run
    tracing: int = 0  # how many layers' own functions are being followed: operations in them are no rows
    further: Further = field(default_factory=Further)  # of the call of a layer of the workspace that is being followed
    path: Path | None = None  # set while unknown tests are decided instead of joined
    doubt: Message | None = None
    evidence: Any = None  # what the saved outputs of a notebook show, where they are asked
    shown: list[tuple[Place, Message]] = field(default_factory=list)  # what of it was used, and where
    lengths: dict[tuple[int, int], tuple[Value, int]] = field(default_factory=dict)  # printed: by id and change
    models: list[ModelValue] = field(default_factory=list)
    seen: list[tuple[ModelValue, Place, Any]] = field(default_factory=list)  # states that a summary() saw
    layers: list[LayerValue] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    known: dict[tuple[Anchor, Span], tuple[str, Value]] = field(default_factory=dict)
    tests: list[str] = field(default_factory=list)  # the texts of unknown tests that were met
    explored: list[Any] = field(default_factory=list)  # what following unknown tests on whole paths gave
    explored_chunks: Any = None  # the same for the chunks of the source, with the segments that it holds for
    functions: list[tuple[Function, Frame]] = field(default_factory=list)  # defined in this source, in order
    called: dict[int, None] = field(default_factory=dict)  # ids of the function definitions that were called
    modules: dict[str, Any] = field(default_factory=dict)  # of the workspace, by path
    asked: list[tuple[Callable[[Workspace], Any], Any]] = field(
        default_factory=list
    )  # of the workspace: question, answer

    def step(self, cost: int = 1) -> None:
        """Count work; raises `OverBudget` when too much was done."""
        self.steps += cost
        if self.steps > self.limit:
            raise OverBudget(message("this would take too many steps to follow"))

    def reserve(self) -> bool:
        """Give steps to go on after a loop or call that was too long to follow; False when there are none left."""
        self.reserves -= 1
        if self.path is not None:
            self.path.too_many = True
        if self.reserves >= 0:
            self.limit = self.steps + RESERVE
        return self.reserves >= 0

    @property
    def expecting(self) -> bool:
        """Tell whether somebody makes something of an exception: a handler, or a branch that it rules out."""
        return bool(self.guarded or self.forks)

    @contextmanager
    def budget(self, steps: int = STEPS_PER_CHUNK) -> Iterator[None]:
        """Give a chunk its own number of steps, within what is left of all."""
        before = self.limit
        self.limit = min(self.steps + steps, STEPS_IN_ALL)
        self.reserves = RESERVES
        try:
            yield
        finally:
            self.limit = before

    def evaluate(self, node: Any, frame: Frame) -> Value:
        """Evaluate an expression."""
        self.steps += 1
        if self.steps > self.limit:
            raise OverBudget(message("this would take too many steps to follow"))
        value = EXPRESSIONS[type(node)](self, node, frame)
        if self.guarded and type(value) is Unknown and (raised := RAISED_BY[0](value.reason)) is not None:
            raise raised
        return value if self.path is None or type(node) in NAMES else self.path.apart(value)

    def run(self, statements: tuple[Any, ...], frame: Frame) -> Signal | None:
        """Run statements; gives how they ended early, or None."""
        try:
            for index, statement in enumerate(statements):
                self.steps += 1
                if self.steps > self.limit:
                    raise OverBudget(message("this would take too many steps to follow"))
                if type(statement) is tree.If or type(statement) is tree.Match:
                    signal = BRANCHING[type(statement)](self, statement, frame, statements[index + 1 :])
                    if signal is DONE:
                        return None
                else:
                    signal = STATEMENTS[type(statement)](self, statement, frame)
                if signal is not None:
                    return signal if signal.kind != "unsure" else GO_ON[0](self, signal, frame, statements[index + 1 :])
        except Raised as raised:
            return Signal("raise", raised.kind)
        return None

    def key_of(self, chunk: Chunk) -> Any:
        """Give what stands for a chunk's code and, where they are asked, its saved outputs."""
        return chunk.body if self.evidence is None else self.evidence.key_of(chunk)

    def told(self, misfit: Misfit) -> bool:
        """Tell whether a misfit stands at the place where it arose already: whoever uses the rejected has it too."""
        return any(event.misfit is misfit for event in self.events)

    def touch(self, value: Mutable) -> None:
        """Announce a change of a mutable value."""
        value.changed = now()
        if self.heap.branches:
            self.heap.touch(value)

    def ask(self, question: Callable[[Workspace], Any]) -> Any:
        """Ask the workspace something; the answer is kept, so that a later run can tell whether it still holds."""
        answer = question(self.workspace)
        self.asked.append((question, answer))
        return answer

    def unknown(self, node: Any, frame: Frame, template: str, **values: object) -> Unknown:
        """Make an unknown value placed at a node."""
        return Unknown(message(template, **values), frame.place(node))

    def remember(self, name: str, place: Place, value: Value, frame: Frame) -> None:
        """Keep what a name of the analysed source holds, for hovers."""
        if frame.watched and frame.path == self.source.path and place.anchor is not None:
            self.known[place.anchor, place.relative] = (name, value)

    def lookup(self, name: str, frame: Frame) -> Value | None:
        """Find a name as Python does; None when it is bound nowhere (a value None is `...`-safe: see NOT_FOUND)."""
        scope: Scope | None = frame.scope
        if name in frame.scope.elsewhere:
            scope = frame.scope.elsewhere[name]
        first = True
        while scope is not None:
            if scope is self.scope:
                self.reads.add(name)
            if name in scope.names and (first or not scope.is_class):
                return scope.names[name]
            scope, first = scope.parent, False
        return self.builtins.get(name, NOT_FOUND)

    def write(self, name: str, scope: Scope) -> None:
        """Announce that a name is bound or deleted; names of the source's own module are noted one by one."""
        if scope is self.scope:
            if name not in self.writes:
                self.writes[name] = scope.names.get(name, NOT_FOUND)
            if len(self.heap.branches) <= 1:
                return
        if self.heap.branches:
            self.heap.touch(scope)

    def bind(self, name: str, value: Value, frame: Frame) -> None:
        """Assign a name."""
        scope = frame.scope.elsewhere.get(name, frame.scope)
        self.write(name, scope)
        scope.names[name] = value
        if isinstance(value, ModelValue) and value.variable is None:
            value.variable = name


NOT_FOUND: Any = type("NotFound", (), {"__repr__": lambda _: "NOT_FOUND"})()
NAMES = (tree.Name, tree.Attribute, tree.Subscript, tree.NamedExpression, tree.Await)  # give what is there already
DONE = Signal("done")  # an alternative ran the rest of the block itself

EXPRESSIONS: dict[type, Callable[[Machine, Any, Frame], Value]] = {}
STATEMENTS: dict[type, Callable[[Machine, Any, Frame], Signal | None]] = {}
GO_ON: list[Callable[[Machine, Signal, Frame, tuple[Any, ...]], Signal]] = []  # runs what may not be reached
RAISED_BY: list[Callable[[Message], Raised | None]] = []  # tells what raises from why a value is not known
BRANCHING: dict[type, Callable[[Machine, Any, Frame, tuple[Any, ...]], Signal | None]] = {}


def expression(*types: type) -> Callable[[Any], Any]:
    """Declare what evaluates nodes of these types."""

    def declare(function: Callable[[Machine, Any, Frame], Value]) -> Callable[[Machine, Any, Frame], Value]:
        for kind in types:
            EXPRESSIONS[kind] = function
        return function

    return declare


def statement(*types: type) -> Callable[[Any], Any]:
    """Declare what runs statements of these types."""

    def declare(
        function: Callable[[Machine, Any, Frame], Signal | None],
    ) -> Callable[[Machine, Any, Frame], Signal | None]:
        for kind in types:
            STATEMENTS[kind] = function
        return function

    return declare
