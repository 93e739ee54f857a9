"""Takes the statements of a notebook's cell as patterns of the lines that they write.

A `print(…)` is one line (or as many as its literal parts hold) with holes for its values; whatever else calls something
may have written any number of lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from string import Formatter
from typing import Any, Final

from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk

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
class Item:
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


def items_of(chunks: list[Chunk], *, more: bool, found: bool) -> list[Item] | None:
    """Give the patterns of a cell's statements; None where one may end in the middle of a line."""
    items: list[Item] = [Item((-1, -1), more=True)] if more else []
    for chunk in chunks:
        if not chunk.relevant or (not chunk.body and "(" in chunk.text):
            if _UNENDED.search(chunk.text):
                return None
            items.append(Item((chunk.ordinal, 0), more="(" in chunk.text))
        for statement in chunk.body:
            if _breaks_lines(statement):
                return None
            item = _item((chunk.ordinal, id(statement)), statement, found=found)
            items.append(replace(item, more=item.more or more))
    return items


def _item(key: tuple[int, int], statement: Any, *, found: bool) -> Item:
    if isinstance(statement, _SILENT):
        return Item(key)
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
                return Item(key, _FOUND, _FOUND, 1, statement.targets, more=True, kind="found")
    return Item(key, more=any(not _is_quiet(call) for call in calls))


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


def _print(key: tuple[int, int], call: tree.CallExpression, *, more: bool) -> Item:
    """Make the pattern of a print; a value that may take several lines lets more lines follow."""
    separator = " "
    parts: list[Any] = []
    tail = False
    for argument in call.arguments:
        if argument.star:
            return Item(key, more=True)
        if argument.keyword == "sep":
            if not isinstance(argument.value, tree.Constant) or not isinstance(argument.value.value, str):
                return Item(key, more=True)
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
    return Item(key, lazy, greedy, lines, tuple(nodes), tail, more)


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
