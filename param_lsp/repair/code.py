"""Calls and arguments of the analysed text as fixes ask for them, read from the program tree."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import Any

from param_lsp.analysis import Analysis
from param_lsp.repair.spelling import input_name
from param_lsp.rules.fixes.code import Argument, Call, Slot, Spelling
from param_lsp.spans import Span
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk


class AnalysedCode:
    """The text of an analysis; implements `rules.fixes.code.Code`."""

    def __init__(self, analysis: Analysis) -> None:
        self._program = analysis.program
        self._starts = [chunk.start for chunk in analysis.program.chunks]
        self.text = analysis.source.text
        self.keras = analysis.report.keras
        self._report = analysis.report

    def is_followed(self, argument: Span) -> bool:
        """Tell whether the layer with this argument stands in a model, and its output there is known."""
        return any(
            row.output_shape is not None and row.unknown is None
            for model in self._report.models
            for row in model.rows
            if any(place.span == argument and place.path == self._report.path for _, place in row.argument_places)
        )

    def argument(self, span: Span) -> tuple[Call, Argument] | None:
        """Give the argument of a call that stands exactly at a span, with its call."""
        found = self._path(span)
        if found is None:
            return None
        chunk, path = found
        for node, parent in zip(path[::-1], path[-2::-1], strict=False):
            if isinstance(parent, tree.CallExpression) and isinstance(node, tree.Argument):
                call = _call(chunk, parent)
                made = call.arguments[parent.arguments.index(node)]
                return (call, made) if span in (made.span, made.value) else None
        return None

    def slot_before(self, layer: Span) -> Slot | None:
        """Tell where a layer can be put before another: in the list that holds it, or as an `.add(…)` before its."""
        found = self._path(layer)
        if found is None:
            return None
        chunk, path = found
        calls = [
            place
            for place, node in enumerate(path)
            if isinstance(node, tree.CallExpression) and chunk.span(node.start, node.end) == layer
        ]
        if not calls:
            return None
        statement, outer, holder = (None, None, None, *path[: calls[0]])[-3:]
        if isinstance(holder, tree.ListExpression | tree.TupleExpression):
            return self._slot_in_list(layer.start)
        if (
            isinstance(holder, tree.Argument)
            and isinstance(outer, tree.CallExpression)
            and isinstance(outer.func, tree.Attribute)
            and outer.func.attr == "add"
            and len(outer.arguments) == 1
            and isinstance(statement, tree.ExpressionStatement)
        ):
            start = chunk.span(statement.start, statement.end).start
            added = self.text[start : chunk.span(outer.func.attr_start, outer.func.end).end]
            indent, newline = self._line(start)
            after = "); " if indent is None else f"){newline}{indent}"
            return Slot(start, f"{added}(", after)
        return None

    def input_name(self, like: Span) -> Spelling | None:
        """Tell how the file names `keras.Input`; `like` is the name of a layer near it."""
        before = [chunk for chunk in self._program.chunks if chunk.start <= like.start]
        return input_name(self.text, before, self.text[like.start : like.end])

    def _slot_in_list(self, start: int) -> Slot:
        indent, newline = self._line(start)
        return Slot(start, "", ", " if indent is None else f",{newline}{indent}")

    def _line(self, offset: int) -> tuple[str | None, str]:
        """Give the blanks before an offset, or None where something stands there, and the line break in use."""
        begin = max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset)) + 1
        before = self.text[begin:offset]
        newline = "\r\n" if self.text[max(0, begin - 2) : begin] == "\r\n" else self.text[begin - 1 : begin] or "\n"
        return (before if not before.strip() else None), newline

    def _path(self, span: Span) -> tuple[Chunk, list[Any]] | None:
        """Give the nodes that hold a span, from a statement to the innermost, in a chunk that parses as it stands."""
        place = bisect_right(self._starts, span.start) - 1
        if place < 0:
            return None
        chunk = self._program.chunks[place]
        if chunk.moved is not None:
            return None
        start, end = span.start - chunk.start, span.end - chunk.start
        path: list[Any] = []
        inside: Any = chunk.body
        while (node := _holding(inside, start, end)) is not None:
            path.append(node)
            inside = node
        return (chunk, path) if path else None


def nodes_in(node: Any) -> Iterator[tree.Node]:
    """Give the nodes directly inside a node, or inside a tuple of nodes."""
    if isinstance(node, tuple):
        for item in node:
            if isinstance(item, tree.Node):
                yield item
            elif isinstance(item, tuple):
                yield from nodes_in(item)
        return
    kind: type = type(node)
    for name in _fields(kind):
        value = getattr(node, name)
        if isinstance(value, tree.Node):
            yield value
        elif isinstance(value, tuple):
            yield from nodes_in(value)


@lru_cache(maxsize=200)
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in fields(kind) if each.name not in ("start", "end"))


def _holding(node: Any, start: int, end: int) -> tree.Node | None:
    return next((each for each in nodes_in(node) if each.start <= start and end <= each.end), None)


def _call(chunk: Chunk, node: tree.CallExpression) -> Call:
    return Call(
        chunk.span(node.start, node.end),
        chunk.span(node.func.start, node.func.end),
        tuple(_argument(chunk, argument) for argument in node.arguments),
        chunk.start + node.close,
    )


def _argument(chunk: Chunk, node: tree.Argument) -> Argument:
    """Take the value from behind the `=`, so that parentheses around it belong to it."""
    start = node.value.start
    if node.keyword is not None:
        behind = chunk.text.index("=", node.start + len(node.keyword)) + 1
        start = behind + len(chunk.text[behind : node.end]) - len(chunk.text[behind : node.end].lstrip())
        return Argument(chunk.span(node.start, node.end), chunk.span(start, node.end), node.keyword)
    return Argument(chunk.span(node.start, node.end), chunk.span(start, node.end), None)
