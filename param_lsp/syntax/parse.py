"""A source to a program: its chunks, those that matter parsed, broken ones helped out by what stood there before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from param_lsp.message import message
from param_lsp.source.source import Source
from param_lsp.spans import Span
from param_lsp.syntax.cache import Outcome, cached_facts, outcome_of
from param_lsp.syntax.program import Chunk, Moved, Problem, Program
from param_lsp.syntax.raw import Raw, at, cut
from param_lsp.syntax.recovery import Hole
from param_lsp.syntax.relevance import KERAS_NAMES, Facts, names_in, relevant_chunks, speaks_of_keras
from param_lsp.syntax.standin import Edit, Remembered, stand_in
from param_lsp.syntax.tree import Broken

_MAX_JOINED: Final = 400  # chunks that a bracket open at column 0 may take in
_MAX_JOINED_TEXT: Final = 100_000  # characters of them
_DANGLING: Final = re.compile(r"\.[ \t]*(?:\r\n|\r|\n)\s*[^\W\d]")


def parse(
    source: Source,
    previous: Program | None = None,
    *,
    whole: bool = False,
    keras_names: frozenset[str] = KERAS_NAMES,
) -> Program:
    """Parse a source, reusing every chunk whose text was seen before.

    Arguments:
        source: what to parse.
        previous: the program of the version before; where a chunk is broken now, what stood there stands in.
        whole: parse every chunk, also those that say nothing of Keras (a file that another one imports).
        keras_names: names that make a chunk matter.

    Raises:
        Nothing: what does not parse is among the chunks' problems.
    """
    programs: list[Program] = []

    def run() -> Generator[None, None, None]:
        programs.append((yield from parse_steps(source, previous, whole=whole, keras_names=keras_names)))

    deque(run(), maxlen=0)
    return programs[0]


def parse_steps(
    source: Source,
    previous: Program | None = None,
    *,
    whole: bool = False,
    keras_names: frozenset[str] = KERAS_NAMES,
) -> Generator[None, None, Program]:
    """Parse as `parse` does, chunk by chunk: yields between those that were not seen before."""
    before = previous.raw if previous is not None and isinstance(previous.raw, Raw) else None
    edit = Edit.between(previous.source.text, source.text) if previous is not None else None
    raw = cut(source, edit, before)
    pieces = yield from _pieces(source, raw, _parsed(previous, source), whole=whole, keras_names=keras_names)
    if previous is None or edit is None:
        return Program(source, _chunks(pieces, previous), raw=raw, pieces=pieces)
    shown = _with_unfinished(source, edit, pieces)
    if not any(piece.is_broken for piece in shown):
        return Program(source, _chunks(pieces, previous), raw=raw, pieces=pieces)
    steady = yield from _steadied(source, previous, edit, shown, whole=whole, keras_names=keras_names)
    return replace(_with_stand_ins(source, previous, edit, steady), raw=raw, pieces=pieces)


@dataclass(frozen=True, slots=True)
class _Piece:
    """The text of a chunk in the making; `outcome` is None where it does not matter."""

    text: str
    outcome: Outcome | None
    is_broken: bool


def _parsed(previous: Program | None, source: Source) -> list[_Piece]:
    """Give the pieces of the version before; those of cells are parsed in another way than those of a file."""
    found = previous is not None and bool(previous.source.cells) == bool(source.cells) and previous.pieces
    return found if isinstance(found, list) else []


def _pieces(
    source: Source, raw: Raw, before: Sequence[_Piece], *, whole: bool, keras_names: frozenset[str]
) -> Generator[None, None, list[_Piece]]:
    """Join what open brackets at column 0 hold together, and parse what matters.

    Arguments:
        source: the text.
        raw: how it was cut.
        before: the pieces of the version before, most of which stand at the beginning or the end of this one too.
        whole: everything matters.
        keras_names: names that make a piece matter.
    """
    starts, texts, facts = raw.starts, raw.texts, raw.facts
    if not starts:
        return []
    indented = bool(source.cells)
    if any(fact.open_brackets > 0 for fact in facts) and (whole or speaks_of_keras(facts, keras_names)):
        texts, facts = _joined(source, starts, texts, facts)
    relevant = [True] * len(texts) if whole else relevant_chunks(facts, keras_names)
    head = _alike(before, texts, relevant)
    rest = min(len(before), len(texts)) - head
    tail = _alike(before[::-1][:rest], texts[::-1][:rest], relevant[::-1][:rest])
    end = len(texts) - tail
    made = []
    for text, matters in zip(texts[head:end], relevant[head:end], strict=True):
        made.append(_piece(text, indented, matters))
        yield
    return [*before[:head], *made, *before[len(before) - tail :]]


def _alike(before: Sequence[_Piece], texts: Sequence[str], relevant: Sequence[bool]) -> int:
    """Count the pieces at the beginning that are those of before."""
    count = 0
    for piece, text, matters in zip(before, texts, relevant, strict=False):
        if piece.text != text or (piece.outcome is not None) is not matters:
            break
        count += 1
    return count


def _piece(text: str, indented: bool, matters: bool = True) -> _Piece:  # noqa: FBT001, FBT002 - plain facts
    outcome = outcome_of(text, indented=indented) if matters else None
    return _Piece(text, outcome, outcome is not None and bool(outcome.holes))


def _joined(source: Source, starts: list[int], texts: list[str], facts: list[Facts]) -> tuple[list[str], list[Facts]]:
    """Join a chunk that leaves a bracket open with those up to its closer, where that makes it parse.

    People do write `Sequential([` with the layers at column 0.
    """
    boundaries = {cell.start for cell in source.cells}
    joined: list[str] = []
    place = 0
    while place < len(texts):
        last = _closer(starts, facts, boundaries, place) if facts[place].open_brackets > 0 else place
        text = texts[place]
        if last > place:
            candidate = "".join(texts[place : last + 1])
            if len(candidate) <= _MAX_JOINED_TEXT and not outcome_of(candidate, indented=bool(source.cells)).holes:
                text, place = candidate, last
        joined.append(text)
        place += 1
    return joined, [cached_facts(text) for text in joined]


def _closer(starts: list[int], facts: list[Facts], boundaries: set[int], place: int) -> int:
    """Give the chunk of the same cell in which the brackets of a chunk are closed, or the chunk itself."""
    depth = facts[place].open_brackets
    for last in range(place + 1, min(len(facts), place + _MAX_JOINED)):
        if starts[last] in boundaries:
            break
        depth += facts[last].open_brackets
        if depth <= 0:
            return last
    return place


def _with_unfinished(source: Source, edit: Edit, pieces: list[_Piece]) -> list[_Piece]:
    """Take the piece in which a dot was just typed at a line's end for broken, until more is typed or elsewhere.

    In a list of layers `keras.` and, on the next line, `keras.layers.Dense(3)` are one name to Python, not to people.
    """
    dot = edit.new_end - 1
    if dot < 0 or not _DANGLING.match(source.text, dot):
        return pieces
    starts = _starts(pieces)
    place = bisect_right(starts, dot) - 1
    piece = pieces[place]
    if piece.outcome is None or piece.is_broken:
        return pieces
    inside = dot - starts[place]
    hole = Hole(inside, inside + 1, message("the name is not finished"), inside, silent=True)
    unfinished = _Piece(piece.text, Outcome(piece.outcome.tree, (hole,)), is_broken=True)
    return [*pieces[:place], unfinished, *pieces[place + 1 :]]


def _steadied(
    source: Source,
    previous: Program,
    edit: Edit,
    pieces: list[_Piece],
    *,
    whole: bool,
    keras_names: frozenset[str],
) -> Generator[None, None, list[_Piece]]:
    """Keep the chunks outside an edit as they were, where reading on from the edit breaks more than it explains.

    A triple quote that was just typed swallows what follows, up to the next docstring, and turns all strings inside
    out; the old chunks behind it are still there, to the letter.
    """
    starts = edit.steady_starts(source, [chunk.start for chunk in previous.chunks])
    if starts is None or starts == _starts(pieces):
        return pieces
    steady = yield from _pieces(source, at(source, starts), pieces, whole=whole, keras_names=keras_names)
    # A line that no longer belongs to the code above it may not matter by itself, but it is broken all the same.
    old = {chunk.text for chunk in previous.chunks}
    steady = [piece if piece.outcome or piece.text in old else _broken(piece, source) for piece in steady]
    return steady if _broken_length(steady) < _broken_length(pieces) else pieces


def _broken(piece: _Piece, source: Source) -> _Piece:
    """Parse what does not seem to matter; it stays as it was where it parses."""
    parsed = _piece(piece.text, bool(source.cells))
    return parsed if parsed.is_broken else piece


def _broken_length(pieces: list[_Piece]) -> int:
    return sum(len(piece.text) for piece in pieces if piece.is_broken)


def _starts(pieces: Sequence[_Piece]) -> list[int]:
    return [0, *accumulate([len(piece.text) for piece in pieces[:-1]])]


def _with_stand_ins(source: Source, previous: Program, edit: Edit, pieces: list[_Piece]) -> Program:
    """Let the last good tree stand in for each broken run of chunks that stands where a good chunk stood."""
    old_memory: dict[int, Remembered] = previous.memory if isinstance(previous.memory, dict) else {}
    indented = bool(source.cells)
    starts = _starts(pieces)
    ends = {start + len(piece.text): place for place, (start, piece) in enumerate(zip(starts, pieces, strict=True))}
    present = set(starts)
    regions = {
        region[0]: (chunk, region[1])
        for chunk in previous.chunks
        if (region := edit.region(chunk.start, chunk.start + len(chunk.text), present, ends)) is not None
    }
    memory: dict[int, Remembered] = {}
    chunks: list[Chunk] = []
    place = 0
    while place < len(pieces):
        piece, start = pieces[place], starts[place]
        old, end = regions.get(start, (None, 0))
        last = ends.get(end, -1)
        if piece.is_broken and old is not None:
            merged = _piece(source.text[start:end], indented) if last > place else piece
            found = stand_in(old, old_memory.get(old.ordinal), merged.text, indented=indented)
            if found is not None:
                memory[len(chunks)] = found[0]
                chunks.append(_chunk(len(chunks), start, merged, found))
                place = last + 1
                continue
        chunks.append(_chunk(len(chunks), start, piece))
        place += 1
    return Program(source, tuple(chunks), memory)


def _chunks(pieces: Sequence[_Piece], previous: Program | None) -> tuple[Chunk, ...]:
    """Make the chunks, those that stand where they stood being the same objects."""
    before = previous.chunks if previous is not None else ()
    chunks = []
    start = 0
    for ordinal, piece in enumerate(pieces):
        old = before[ordinal] if ordinal < len(before) else None
        is_same = old is not None and old.start == start and old.text is piece.text and not piece.is_broken
        if old is not None and is_same and old.relevant is (piece.outcome is not None):
            chunks.append(old)
        else:
            chunks.append(_chunk(ordinal, start, piece))
        start += len(piece.text)
    return tuple(chunks)


def _chunk(ordinal: int, start: int, piece: _Piece, stand_in: tuple[Remembered, Outcome, Moved] | None = None) -> Chunk:
    outcome = piece.outcome
    if outcome is None:
        return Chunk(ordinal, start, piece.text, relevant=False)
    if not outcome.holes and outcome.tree is not None:
        return Chunk(ordinal, start, piece.text, outcome.tree.body, comments=outcome.tree.comments)
    problems = []
    for hole in outcome.holes:
        if hole.silent:
            continue
        begin, end = hole.line(piece.text)
        problems.append(Problem(Span(start + begin, start + end), hole.reason))
    moved = None
    tree = outcome.tree
    if stand_in is not None:
        _, good, moved = stand_in
        tree = good.tree
    if tree is not None:
        return Chunk(
            ordinal,
            start,
            piece.text,
            tree.body,
            comments=tree.comments,
            problems=tuple(problems),
            moved=moved,
        )
    hole = outcome.holes[0]
    body = (Broken(hole.start, hole.end, tuple(sorted(names_in(piece.text)))),)
    return Chunk(ordinal, start, piece.text, body, problems=tuple(problems))
