"""Finds out which statement of a notebook's cell wrote which part of the cell's saved output.

A cell's output is one text; its statements are taken as patterns in order: a `print(…)` is one line (or as many as its
literal parts hold), whatever else calls something may have written any number of lines. Only a print that can stand in
one place alone says anything: where two readings are possible, nobody knows which is right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from string import Formatter
from typing import Any, Final

from param_lsp.source.source import Cell, Source
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk, Program

MOST_LINES: Final = 400  # of output that are matched
MOST_STATEMENTS: Final = 200
_LONGEST: Final = 200_000  # characters of what one statement printed
_PLAIN_SPECS: Final = ("", "d", ",", ",d")
_UNENDED: Final = re.compile(r"\bend\s*=|\.write\(")
_PERCENT: Final = re.compile(r"%(?:%|[-#0 +]*\d*(?:\.\d+)?[diouxXeEfFgGcrsa])")
_COUNTERS: Final = ("flow_from_directory", "flow_from_dataframe", "image_dataset_from_directory")
_ANY: Final = "\0"  # in a pattern under construction: any text within a line
_FOUND: Final = re.compile(
    r"Found (?P<_0>\d+) (?:files|images|validated image filenames) belonging to (?P<_1>\d+) classes\."
)
_SILENT: Final = (
    tree.Import, tree.ImportFrom, tree.FunctionDefinition, tree.ClassDefinition, tree.Pass, tree.Global,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """What a statement showed of an expression.

    Arguments:
        node: the expression; for "found" the target of the assignment.
        texts: what stands for it in the output.
        kind: "printed" (the text is `str` of the value), "result" (its `repr`), or "found" (the line of Keras that
            counts pictures and classes: both numbers).
        cell: the cell, as people count it, from 1.
    """

    node: Any
    texts: tuple[str, ...]
    kind: str
    cell: int


Plan = dict[tuple[int, int], tuple[Shown, ...]]
"""What is shown by a statement: by the chunk's ordinal and the `id` of the statement (chunks may share a tree)."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A statement as a pattern: `pattern` over `lines` lines (None: it writes none), and whether more may follow.

    `greedy` is the same pattern whose holes take as much as they can: where both agree, the text splits in one way.
    `tail` says that the last value may itself go on over further lines.
    """

    key: tuple[int, int]
    pattern: re.Pattern[str] | None = None
    greedy: re.Pattern[str] | None = None
    lines: int = 0
    nodes: tuple[Any, ...] = ()
    tail: bool = False
    more: bool = False
    kind: str = "printed"


def plan(program: Program) -> Plan:
    """Read the saved outputs of a notebook; cells that ran before a cell above them say nothing."""
    source = program.source
    found: Plan = {}
    latest = 0
    chunks = iter(program.chunks)
    chunk = next(chunks, None)
    for cell in source.cells:
        inside: list[Chunk] = []
        while chunk is not None and chunk.start < max(cell.end, cell.start + 1):
            if chunk.start >= cell.start:
                inside.append(chunk)
            chunk = next(chunks, None)
        saved = cell.saved
        if saved is None:
            continue
        in_order = saved.run is None or saved.run > latest
        latest = max(latest, saved.run or 0)
        if in_order and (saved.printed or saved.result) and not any(each.problems or each.moved for each in inside):
            for key, shown in _of_cell(source, cell, inside):
                found[key] = (*found.get(key, ()), shown)
    return found


def _of_cell(source: Source, cell: Cell, chunks: list[Chunk]) -> Iterator[tuple[tuple[int, int], Shown]]:
    saved, number = cell.saved, cell.index + 1
    assert saved is not None
    last = chunks[-1] if chunks else None
    if saved.result is not None and last is not None and last.body:
        statement = last.body[-1]
        if not isinstance(statement, tree.ExpressionStatement):
            return  # the cell was edited since: its last run ended with a value
        if not last.text[statement.end :].lstrip().startswith(";"):
            key = last.ordinal, id(statement)
            yield key, Shown(statement.value, (saved.result,), "result", number)
    lines = saved.printed.split("\n")
    if lines[-1] == "":
        lines.pop()
    if not lines or len(lines) > MOST_LINES or sum(len(chunk.body) for chunk in chunks) > MOST_STATEMENTS:
        return
    # A shell line or a magic, blanked in the text, may write anything anywhere.
    blanked = source.original is not None and (
        source.original[cell.start : cell.end] != source.text[cell.start : cell.end]
    )
    items = _items(chunks, more=blanked, found="Found " in saved.printed)
    if items is None:
        return
    for item, texts in _placed(items, lines):
        if item.kind == "found":
            yield item.key, Shown(item.nodes[0], texts, "found", number)
            continue
        for node, text in zip(item.nodes, texts, strict=True):
            yield item.key, Shown(node, (text,), "printed", number)


# -- statements as patterns ------------------------------------------------------------------------------------------


def _items(chunks: list[Chunk], *, more: bool, found: bool) -> list[_Item] | None:
    """Give the patterns of a cell's statements; None where one may end in the middle of a line."""
    items: list[_Item] = [_Item((-1, -1), more=True)] if more else []
    for chunk in chunks:
        if not chunk.relevant or (not chunk.body and "(" in chunk.text):
            if _UNENDED.search(chunk.text):
                return None
            items.append(_Item((chunk.ordinal, 0), more="(" in chunk.text))
        for statement in chunk.body:
            if _breaks_lines(statement):
                return None
            item = _item((chunk.ordinal, id(statement)), statement, found=found)
            items.append(replace(item, more=item.more or more))
    return items


def _item(key: tuple[int, int], statement: Any, *, found: bool) -> _Item:
    if isinstance(statement, _SILENT):
        return _Item(key)
    calls = [node for node in _walk(statement) if isinstance(node, tree.CallExpression)]
    if (
        isinstance(statement, tree.ExpressionStatement)
        and isinstance(statement.value, tree.CallExpression)
        and (_is_print(statement.value))
    ):
        inner = any(not _is_quiet(call) for call in calls if call is not statement.value)
        return _print(key, statement.value, more=inner)
    if found and isinstance(statement, tree.Assign) and isinstance(statement.value, tree.CallExpression):
        func = statement.value.func
        if isinstance(func, tree.Attribute | tree.Name) and len(statement.targets) == 1:
            name = func.attr if isinstance(func, tree.Attribute) else func.id
            if name in _COUNTERS:
                return _Item(key, _FOUND, _FOUND, 1, statement.targets, more=True, kind="found")
    return _Item(key, more=any(not _is_quiet(call) for call in calls))


def _is_print(node: Any) -> bool:
    return isinstance(node, tree.CallExpression) and isinstance(node.func, tree.Name) and node.func.id == "print"


def _is_quiet(call: tree.CallExpression) -> bool:
    """Tell whether a call surely prints nothing."""
    name = call.func.id if isinstance(call.func, tree.Name) else getattr(call.func, "attr", "")
    return name in ("len", "str", "int", "float", "format", "type", "set", "sorted", "list", "range", "max", "min")


def _breaks_lines(statement: Any) -> bool:
    """Tell whether something in the statement may write without ending the line."""
    for node in _walk(statement):
        if not isinstance(node, tree.CallExpression):
            continue
        if _is_print(node) and any(argument.keyword in ("end", "file") for argument in node.arguments):
            return True
        if isinstance(node.func, tree.Attribute) and node.func.attr == "write":
            return True
    return False


def _print(key: tuple[int, int], call: tree.CallExpression, *, more: bool) -> _Item:
    """Make the pattern of a print; a value that may take several lines lets more lines follow."""
    separator = " "
    parts: list[Any] = []
    tail = False
    for argument in call.arguments:
        if argument.star:
            return _Item(key, more=True)
        if argument.keyword == "sep":
            if not isinstance(argument.value, tree.Constant) or not isinstance(argument.value.value, str):
                return _Item(key, more=True)
            separator = argument.value.value
        elif argument.keyword is None:
            parts.append(argument.value)
    pieces: list[str | _Hole] = []
    for place, part in enumerate(parts):
        if place:
            pieces.append(separator)
        pieces += _pieces(part)
    pattern = ""
    nodes: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str):
            pattern += re.escape(piece)
        else:
            pattern += f"(?P<_{len(nodes)}>{_pattern(piece)})"
            nodes.append(piece.node)
            tail = tail or piece.node is None or not _is_size(piece.node)
    lines = 1 + sum(piece.count("\n") for piece in pieces if isinstance(piece, str))
    lazy, greedy = (re.compile(pattern.replace(_ANY, any_text)) for any_text in (r"[^\n]*?", r"[^\n]*"))
    return _Item(key, lazy, greedy, lines, tuple(nodes), tail, more)


@dataclass(frozen=True, slots=True)
class _Hole:
    """Where the text of a value stands; `node` is None where the text is not plainly that of the value."""

    node: Any


def _pattern(hole: _Hole) -> str:
    node = hole.node
    if isinstance(node, tree.Attribute) and node.attr == "shape":
        return r"(?:[\w.]+\()?[\[(][^\[\]()\n]*[\])]\)?|<unknown>"
    return r"\d+" if _is_length(node) else _ANY


def _is_size(node: Any) -> bool:
    return _is_length(node) or (isinstance(node, tree.Attribute) and node.attr == "shape")


def _is_length(node: Any) -> bool:
    return isinstance(node, tree.CallExpression) and isinstance(node.func, tree.Name) and node.func.id == "len"


def _pieces(node: Any) -> list[str | _Hole]:
    """Take the text that `str(node)` gives apart into literal text and holes."""
    if isinstance(node, tree.Constant) and isinstance(node.value, str | int | float | bool | None):
        return [str(node.value)]
    if isinstance(node, tree.FormattedString):
        return [piece for part in node.parts for piece in _formatted(part)]
    if isinstance(node, tree.CallExpression):
        if isinstance(node.func, tree.Name) and node.func.id == "str" and len(node.arguments) == 1:
            return [_Hole(node.arguments[0].value)]
        text = node.func.value if isinstance(node.func, tree.Attribute) and node.func.attr == "format" else None
        if isinstance(text, tree.Constant) and isinstance(text.value, str):
            return _format(text.value, node.arguments) or [_Hole(None)]
    if isinstance(node, tree.BinaryOperation):
        if node.operator == "%" and isinstance(node.left, tree.Constant) and isinstance(node.left.value, str):
            values = node.right.items if isinstance(node.right, tree.TupleExpression) else (node.right,)
            return _percent(node.left.value, values) or [_Hole(None)]
        if node.operator == "+":
            left, right = _pieces(node.left), _pieces(node.right)
            if any(isinstance(piece, str) for piece in left + right) and _is_text(node.left, node.right):
                return left + right
    return [_Hole(node)]


def _is_text(left: Any, right: Any) -> bool:
    """Tell whether `left + right` joins texts: one side surely is one."""
    for node in (left, right):
        if isinstance(node, tree.FormattedString) or (isinstance(node, tree.Constant) and isinstance(node.value, str)):
            return True
        if isinstance(node, tree.CallExpression) and isinstance(node.func, tree.Name) and node.func.id == "str":
            return True
        if isinstance(node, tree.BinaryOperation) and node.operator == "+" and _is_text(node.left, node.right):
            return True
    return False


def _formatted(part: Any) -> list[str | _Hole]:
    if isinstance(part, tree.Constant):
        return [str(part.value)]
    if isinstance(part, tree.FormattedValue) and not part.conversion and not part.equals:
        spec = "" if part.format_spec is None else _constant(part.format_spec)
        if spec in _PLAIN_SPECS:
            return [_Hole(part.value)]
    return [_Hole(None)]


def _constant(node: tree.FormattedString) -> str | None:
    if all(isinstance(part, tree.Constant) for part in node.parts):
        return "".join(str(part.value) for part in node.parts if isinstance(part, tree.Constant))
    return None


def _format(text: str, arguments: tuple[tree.Argument, ...]) -> list[str | _Hole] | None:
    """Take `text.format(…)` apart."""
    if any(argument.star for argument in arguments):
        return None
    positional = [argument.value for argument in arguments if argument.keyword is None]
    named = {argument.keyword: argument.value for argument in arguments if argument.keyword is not None}
    pieces: list[str | _Hole] = []
    automatic = 0
    try:
        parsed = list(Formatter().parse(text))
    except ValueError:
        return None
    for literal, name, spec, conversion in parsed:
        pieces.append(literal)
        if name is None:
            continue
        node = named.get(name)
        if name == "" or name.isdecimal():
            place = automatic if name == "" else int(name)
            automatic += 1
            node = positional[place] if place < len(positional) else None
        pieces.append(_Hole(node if not conversion and spec in _PLAIN_SPECS else None))
    return pieces


def _percent(text: str, values: tuple[Any, ...]) -> list[str | _Hole] | None:
    """Take `text % values` apart."""
    pieces: list[str | _Hole] = []
    end = used = 0
    for match in _PERCENT.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        if match.group() == "%%":
            pieces.append("%")
            continue
        if used >= len(values):
            return None
        pieces.append(_Hole(values[used] if match.group() in ("%d", "%s", "%i") else None))
        used += 1
    pieces.append(text[end:])
    return pieces if used == len(values) and used else None


# -- patterns against the output -------------------------------------------------------------------------------------


def _placed(items: list[_Item], lines: list[str]) -> Iterator[tuple[_Item, tuple[str, ...]]]:
    """Give each pattern that can stand in one place only, with what its holes say there."""
    matches = [_matches(item, lines) for item in items]
    count = len(lines)
    before = [[False] * (count + 1) for _ in range(len(items) + 1)]  # lines[:j] can be written by items[:i]
    before[0][0] = True
    for i, item in enumerate(items):
        reached = False
        for j in range(count + 1):
            start = j - item.lines
            fits = start >= 0 and before[i][start] and start in matches[i]
            reached = fits or (reached and (item.more or item.tail))
            before[i + 1][j] = reached
    behind = [[False] * (count + 1) for _ in range(len(items) + 1)]  # lines[j:] can be written by items[i:]
    behind[-1][count] = True
    for i in range(len(items) - 1, -1, -1):
        item = items[i]
        open_from = _any_from(behind[i + 1]) if item.more or item.tail else behind[i + 1]
        for j in matches[i]:
            behind[i][j] = open_from[j + item.lines]
    for i, item in enumerate(items):
        if item.pattern is None:
            continue
        exact = behind[i + 1]
        open_from = _any_from(exact) if item.more or item.tail else exact
        places = [j for j in matches[i] if before[i][j] and open_from[j + item.lines]]
        if len(places) == 1 and (item.more or not item.tail or exact[places[0] + item.lines]):
            yield item, matches[i][places[0]]


def _any_from(flags: list[bool]) -> list[bool]:
    """Tell for each place whether a flag is set there or later."""
    result = list(flags)
    for place in range(len(result) - 2, -1, -1):
        result[place] = result[place] or result[place + 1]
    return result


def _matches(item: _Item, lines: list[str]) -> dict[int, tuple[str, ...]]:
    """Give the lines at which the pattern can begin, with the texts of its holes."""
    if item.pattern is None:
        return dict.fromkeys(range(len(lines) + 1), ())
    found: dict[int, tuple[str, ...]] = {}
    for place in range(len(lines) - item.lines + 1):
        text = "\n".join(lines[place : place + item.lines])
        if len(text) > _LONGEST or "\r" in text or "\b" in text:
            continue
        match = item.pattern.fullmatch(text)
        if match is not None and item.greedy is not None:
            greedy = item.greedy.fullmatch(text)
            same = greedy is not None and greedy.groups() == match.groups()
            found[place] = match.groups() if same else ("",) * len(match.groups())
    return found


def _walk(node: Any) -> Iterator[tree.Node]:
    """Give a node and all nodes in it."""
    pending = [node]
    while pending:
        current = pending.pop()
        if isinstance(current, tree.Node):
            yield current
            pending.extend(getattr(current, field.name) for field in fields(current))
        elif isinstance(current, tuple):
            pending.extend(current)
