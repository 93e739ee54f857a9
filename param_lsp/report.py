"""Report: everything an analysis found, as frozen facts that rules, features and the command line read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import overload

from param_lsp.message import Message
from param_lsp.shapes import Count, ShapeTree
from param_lsp.spans import Place, Span
from param_lsp.values import Misfit, Value, Weight


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a model's summary.

    Arguments:
        name: Keras's layer name, or None when it cannot be known.
        type: Keras's class name ("MaxPooling2D"); a nested model's is "Sequential" or "Functional".
        place: the expression that creates the layer, in whatever file; `argument_places` its arguments by name.
        path: the call path that led there, outermost call first; empty at the top level.
        input_shape: None where not built.
        output_shape: None where not built.
        params: trainable + non_trainable; unknown counts carry a reason and bounds. None where not built.
        running_total: after this row, each weight counted once.
        weights: with `trainable` as it is in this model now; empty for nested models' rows only if they have none.
        formula: the count in numbers ("1×32 + 32"), or None.
        steps: the arithmetic of the output size in words.
        shape_from: where the input shape came from (the Input, the argument, the layer before), for related places.
        marks: notes ("input_length is an argument of Keras 2").
        unknown: why something in this row is not known.
        misfit: set when this is the layer that does not fit; its output is then unknown.
        new_weights: False where all its weights were counted by an earlier row (a shared layer).
        words: what its parameters are, in a learner's words ("32 filters, each 3×3×1 weights and 1 bias: …").
        bytes: memory of its weights; None where not built.
        macs: multiply–adds for one sample in all its calls, or None where they cannot be told.
        activation_bytes: memory of its output for one sample, or None where a size is not known.
        when: the tests that decide whether the layer is there at all; None where it always is.
        repeats: says that a loop adds further layers like it, where it is not known how often it runs; the counts are
            those of the one layer.
    """

    name: str | None
    type: str
    place: Place
    argument_places: tuple[tuple[str, Place], ...] = ()
    path: tuple[Place, ...] = ()
    input_shape: ShapeTree | None = None
    output_shape: ShapeTree | None = None
    params: Count | None = None
    trainable_params: Count | None = None
    non_trainable_params: Count | None = None
    running_total: Count | None = None
    weights: tuple[Weight, ...] = ()
    formula: str | None = None
    steps: tuple[Message, ...] = ()
    shape_from: Place | None = None
    marks: tuple[Message, ...] = ()
    unknown: Message | None = None
    misfit: Misfit | None = None
    new_weights: bool = True
    words: tuple[Message, ...] = ()
    bytes: Count | None = None
    macs: Count | None = None
    activation_bytes: Count | None = None
    when: Message | None = None
    repeats: Message | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """A model's counts; the optimizer's own variables are never part of them.

    Arguments:
        bytes: of all weights.
        optimizer_params: variables that Keras 3 adds after a fit; None before a compile is seen.
        training_bytes: weights + gradients + optimizer slots; None before a compile is seen.
        macs: multiply–adds for one sample, or None where those of a layer cannot be told.
        activation_bytes: memory of all layers' outputs for one sample, or None.
    """

    params: Count
    trainable: Count
    non_trainable: Count
    bytes: Count
    optimizer_params: Count | None = None
    training_bytes: Count | None = None
    macs: Count | None = None
    activation_bytes: Count | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """A model as a summary would print it at one moment.

    Arguments:
        place: the expression that creates it (`Sequential(…)`).
        end: the last expression that changed it (the last `.add(…)`), or `place` itself.
        variable: the name it is first bound to, or None.
        kind: "sequential", "functional", "subclass" or "application".
        at: the `summary()` call that saw this state, or None for the state in which it ends.
        path: the call path that created it, outermost call first.
        rows: in Keras's order, up to and including a layer that does not fit; no row for a hidden `InputLayer`.
        totals: None where nothing is built or a misfit or unknown structure hides them.
        built: whether Keras would have built it.
        complete: every shape and count is an integer or Keras's own None.
        unknown: the reasons when it is not.
        misfit: why it cannot be built.
        input_shape: with the batch axis.
        calls: how many other calls reach the same creating expression with another outcome.
        assumed: what a notebook's saved outputs showed, where numbers of this model rest on it.
        alternatives: the models that it may be, where unknown tests decide on it; it then shows what they have in
            common: equal rows, and intervals where they differ.
        when: the tests that decide whether it is made at all; None where it always is.
    """

    place: Place
    end: Place
    variable: str | None
    name: str | None
    kind: str
    at: Place | None
    path: tuple[Place, ...]
    rows: tuple[Row, ...]
    totals: Totals | None
    built: bool
    complete: bool
    unknown: tuple[Message, ...] = ()
    misfit: Misfit | None = None
    input_shape: ShapeTree | None = None
    output_shape: ShapeTree | None = None
    keras: int = 3
    assumed: tuple[Message, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    when: Message | None = None


@dataclass(frozen=True, slots=True)
class Alternative:
    """One of several models that one expression makes, depending on tests that are not known.

    Arguments:
        when: how the tests come out then ("use_bn is true and dropout > 0 is false").
        model: the whole model in that case.
    """

    when: Message
    model: Model


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a rule may judge: a misfit, at its place.

    Arguments:
        misfit: what Keras rejects or what is odd; `misfit.rule` names the rule.
        place: the layer call.
        argument: the culprit argument's place, or None.
        related: where the shape came from and the like: (place, text).
        when: what must hold for it to happen, where that is not known; empty where it happens in any case.
    """

    misfit: Misfit
    place: Place
    argument: Place | None = None
    related: tuple[tuple[Place, Message], ...] = ()
    when: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a name in the analysed source holds at one place, for hovers (`train_scaled`: (48000, 784)).

    `text` says in words what it is and where it came from, as the libraries describe it. Of a model `made` is the place
    and the call path of its creation, and `value` None.
    """

    span: Span
    name: str
    value: Value
    text: Message | None = None
    made: tuple[Place, tuple[Place, ...]] | None = None


class KnownNames(Sequence[Known]):
    """Names that hold data, sorted by place; gathered when first asked for, since most keystrokes ask for none.

    They are those of the newest analysis: an older one must be asked before the next begins.
    """

    __slots__ = ("_gather", "_names")

    def __init__(self, gather: Callable[[], tuple[Known, ...]]) -> None:
        self._gather: Callable[[], tuple[Known, ...]] | None = gather
        self._names: tuple[Known, ...] = ()

    def _all(self) -> tuple[Known, ...]:
        if self._gather is not None:
            self._names, self._gather = self._gather(), None
        return self._names

    @overload
    def __getitem__(self, index: int) -> Known: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Known, ...]: ...

    def __getitem__(self, index: int | slice) -> Known | tuple[Known, ...]:
        return self._all()[index]

    def __len__(self) -> int:
        return len(self._all())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._all() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._all())


@dataclass(frozen=True, slots=True)
class Created:
    """A layer that was created but stands in no model (yet): rejected, unused, or in a model that is not known."""

    type: str
    name: str | None
    place: Place
    reason: Message | None = None
    misfit: Misfit | None = None


@dataclass(frozen=True, slots=True)
class Unparsable:
    """A statement of the source that does not parse."""

    span: Span
    message: Message


@dataclass(frozen=True, slots=True)
class Recorded:
    """A `summary()` call whose output was saved: the total that Keras printed, and the one that the code gives now."""

    place: Place
    printed: int
    params: int


@dataclass(frozen=True, slots=True)
class Ignore:
    """A comment that says which findings are not wanted: `# param-lint: ignore[rule] reason`.

    Arguments:
        place: the comment.
        codes: the names of rules in it, with their places; none for all rules.
        covers: the line whose findings it is about; None for the whole file.
        parses: whether its statement is read; in one that is broken nobody knows what it would ignore.
    """

    place: Place
    codes: tuple[tuple[str, Span], ...] = ()
    covers: Span | None = None
    parses: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    """All facts about one source.

    Arguments:
        path: the source's path; places with another path are in other files.
        models: in source order of creation; a model that changes is there once for each differing state that a
            `summary()` saw (`at` set) and once as it ends (`at` None, last).
        events: what rules judge, in source order.
        known: names that hold data, sorted by place.
        created: layers outside any model.
        unparsable: statements that do not parse.
        keras: the Keras version that the file means, and why.
        recorded: `summary()` calls of a notebook whose saved output shows a total, where ours is known too.
        ignores: comments about unwanted findings, in this source and in those that findings are in.
    """

    path: str
    models: tuple[Model, ...] = ()
    events: tuple[Event, ...] = ()
    known: Sequence[Known] = ()
    created: tuple[Created, ...] = ()
    unparsable: tuple[Unparsable, ...] = ()
    keras: int = 3
    keras_reason: Message | None = None
    recorded: tuple[Recorded, ...] = ()
    ignores: tuple[Ignore, ...] = ()
