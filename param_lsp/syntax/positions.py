"""Offsets of LibCST nodes: LibCST writes its tree as text, and we only add up how far it has come."""

from __future__ import annotations

from types import TracebackType

import libcst as cst

# Private in LibCST, hence pinned in pyproject.toml; tests/syntax/test_positions.py holds it against PositionProvider,
# which gives the same places seven times slower.
from libcst._nodes.internal import CodegenState

Spans = dict[int, tuple[int, int]]  # by id() of a LibCST node of a living tree


class _Counting(CodegenState):
    """Codegen state that keeps no text, only the offset."""

    __slots__ = ("comments", "offset", "spans", "starts", "width")

    def __init__(self, module: cst.Module) -> None:
        super().__init__(default_indent=module.default_indent, default_newline=module.default_newline)
        self.tokens.append("")  # where there is none, Module takes itself for empty and adds a line break
        self.offset = 0
        self.width = 0  # of the present indent
        self.spans: Spans = {}
        self.starts: list[int] = []
        self.comments: list[tuple[int, str]] = []

    def increase_indent(self, value: str) -> None:
        self.indent_tokens.append(value)
        self.width += len(value)

    def decrease_indent(self) -> None:
        self.width -= len(self.indent_tokens.pop())

    def add_indent_tokens(self) -> None:
        self.offset += self.width

    def add_token(self, value: str) -> None:
        self.offset += len(value)

    def pop_trailing_newline(self) -> None:
        """Count nothing: what follows the last statement interests nobody."""

    def before_codegen(self, node: cst.CSTNode) -> None:
        self.starts.append(self.offset)

    def after_codegen(self, node: cst.CSTNode) -> None:
        start = self.starts.pop()
        # A place that leaves parentheses and whitespace out was recorded before.
        self.spans.setdefault(id(node), (start, self.offset))
        if node.__class__ is cst.Comment:
            self.comments.append((start, node.value))

    def record_syntactic_position(  # type: ignore[override]  # a context manager either way, a cheaper one
        self, node: cst.CSTNode, *, start_node: cst.CSTNode | None = None, end_node: cst.CSTNode | None = None
    ) -> _Recording:
        return _Recording(self, node, start_node, end_node)


class _Recording:
    """Records the offsets between which a node's own text is written."""

    __slots__ = ("end_node", "node", "start", "start_node", "state")

    def __init__(
        self, state: _Counting, node: cst.CSTNode, start_node: cst.CSTNode | None, end_node: cst.CSTNode | None
    ) -> None:
        self.state = state
        self.node = node
        self.start_node = start_node
        self.end_node = end_node
        self.start = state.offset

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            return
        spans = self.state.spans
        start = self.start if self.start_node is None else spans[id(self.start_node)][0]
        end = self.state.offset if self.end_node is None else spans[id(self.end_node)][1]
        spans[id(self.node)] = (start, end)


def spans_of(module: cst.Module, code: str) -> tuple[Spans, list[tuple[int, str]]]:
    """Give the offsets of every node of a tree, as PositionProvider defines them, and its comments.

    Arguments:
        module: what LibCST made of the code.
        code: what it was given.

    Raises:
        RecursionError: when it is nested too deeply.
    """
    state = _Counting(module)
    module._codegen(state)  # noqa: SLF001  # see the import of CodegenState
    written = state.offset if module.has_trailing_newline else state.offset - len(module.default_newline)
    if written == len(code):
        return state.spans, state.comments
    places = _places(module.code, code)
    spans = {
        node: (places[start], places[end - 1] + 1 if end > start else places[start])
        for node, (start, end) in state.spans.items()
    }
    return spans, [(places[at], note) for at, note in state.comments]


def _places(written: str, code: str) -> list[int]:
    """Give the offset in the code of each character that LibCST writes.

    LibCST 1.9 forgets form feeds, a byte order mark, a backslash before a statement, and some blank lines before a
    comment. It adds and changes nothing, so that each character it writes is the next such one of the code.
    """
    places = []
    place = 0
    for mark in written:
        place = max(code.find(mark, place), place)
        places.append(min(place, len(code)))
        place += 1
    # One more for ends, and as many as the line break that LibCST counts where the code has none at its end.
    return [*places, *[len(code)] * 3]
