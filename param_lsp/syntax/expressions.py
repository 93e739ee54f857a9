"""Expressions of LibCST to our own nodes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

import libcst as cst

from param_lsp.syntax import literals
from param_lsp.syntax.context import MAX_DEPTH, Context
from param_lsp.syntax.tree import (
    Argument,
    Attribute,
    Await,
    BinaryOperation,
    BooleanOperation,
    CallExpression,
    Comparison,
    Comprehension,
    Conditional,
    Constant,
    DictExpression,
    Expression,
    FormattedString,
    FormattedValue,
    Generator,
    Lambda,
    ListExpression,
    Name,
    NamedExpression,
    Parameter,
    SetExpression,
    SliceExpression,
    Starred,
    Subscript,
    TooLarge,
    TupleExpression,
    UnaryOperation,
    Yield,
)

_KEYWORDS: Final = {"None": None, "True": True, "False": False}
OPERATORS: Final = {
    "Add": "+", "Subtract": "-", "Multiply": "*", "Divide": "/", "FloorDivide": "//", "Modulo": "%", "Power": "**",
    "MatrixMultiply": "@", "BitAnd": "&", "BitOr": "|", "BitXor": "^", "LeftShift": "<<", "RightShift": ">>",
    "Plus": "+", "Minus": "-", "BitInvert": "~", "Not": "not", "And": "and", "Or": "or",
    "Equal": "==", "NotEqual": "!=", "LessThan": "<", "LessThanEqual": "<=", "GreaterThan": ">",
    "GreaterThanEqual": ">=", "In": "in", "NotIn": "not in", "Is": "is", "IsNot": "is not",
}  # fmt: skip


def expression(
    context: Context, node: Any
) -> Expression:  # LibCST has no type for "an expression or what stands for one"
    """Convert one expression; one that is nested too deeply becomes `TooLarge`, as nobody should evaluate it."""
    convert = _CONVERT.get(type(node).__name__)
    if convert is None or context.depth >= MAX_DEPTH:
        return TooLarge(*context.span(node))
    context.depth += 1
    try:
        return convert(context, node)
    finally:
        context.depth -= 1


def optional(context: Context, node: Any) -> Expression | None:
    """Convert an expression that may be missing."""
    return None if node is None else expression(context, node)


def arguments(context: Context, nodes: Sequence[cst.Arg]) -> tuple[Argument, ...]:
    """Convert the arguments of a call or the bases of a class; the commas are left out of their spans."""
    return tuple(
        [
            Argument(
                *context.span(node),
                expression(context, node.value),
                None if node.keyword is None else node.keyword.value,
                node.star,
            )
            for node in nodes
        ]
    )


def parameters(context: Context, node: cst.Parameters) -> tuple[Parameter, ...]:
    """Convert parameters in the order in which they are written."""
    found = [_parameter(context, item, "positional") for item in node.posonly_params]
    found += [_parameter(context, item, "any") for item in node.params]
    if isinstance(node.star_arg, cst.Param):
        found.append(_parameter(context, node.star_arg, "*"))
    found += [_parameter(context, item, "keyword") for item in node.kwonly_params]
    if node.star_kwarg is not None:
        found.append(_parameter(context, node.star_kwarg, "**"))
    return tuple(found)


def dotted(node: Any) -> str:
    """Give `a.b.c` for the name of a module."""
    parts = []
    while isinstance(node, cst.Attribute):
        parts.append(node.attr.value)
        node = node.value
    return ".".join([node.value, *reversed(parts)]) if node is not None else ""


def _parameter(context: Context, node: cst.Param, kind: str) -> Parameter:
    annotation = None if node.annotation is None else expression(context, node.annotation.annotation)
    return Parameter(*context.span(node), node.name.value, optional(context, node.default), kind, annotation)


def _name(context: Context, node: cst.Name) -> Expression:
    if node.value in _KEYWORDS:
        return Constant(*context.span(node), _KEYWORDS[node.value])
    return Name(*context.span(node), node.value)


def _integer(context: Context, node: cst.Integer) -> Expression:
    value = literals.integer(node.value)
    return TooLarge(*context.span(node)) if value is None else Constant(*context.span(node), value)


def _float(context: Context, node: cst.Float) -> Expression:
    return Constant(*context.span(node), float(node.value))


def _imaginary(context: Context, node: cst.Imaginary) -> Expression:
    return Constant(*context.span(node), literals.imaginary(node.value))


def _ellipsis(context: Context, node: cst.Ellipsis) -> Expression:
    return Constant(*context.span(node), ...)


def _string(context: Context, node: cst.SimpleString) -> Expression:
    return Constant(*context.span(node), literals.string(node.value))


def _concatenated(context: Context, node: cst.ConcatenatedString) -> Expression:
    """Join neighbouring literals; with an f-string among them they are the parts of one."""
    pieces: list[Any] = []
    rest: Any = node
    while isinstance(rest, cst.ConcatenatedString):
        pieces.append(rest.left)
        rest = rest.right
    converted = [expression(context, piece) for piece in [*pieces, rest]]
    start, end = context.span(node)
    values = [piece.value for piece in converted if isinstance(piece, Constant)]
    if len(values) == len(converted):
        if all(isinstance(value, bytes) for value in values):
            return Constant(start, end, b"".join(values))  # type: ignore[arg-type]
        return Constant(start, end, "".join(value for value in values if isinstance(value, str)))
    if any(isinstance(piece, TooLarge) for piece in converted):
        return TooLarge(start, end)
    parts: list[Expression] = []
    for piece in converted:
        parts.extend(piece.parts if isinstance(piece, FormattedString) else (piece,))
    return FormattedString(start, end, tuple(parts))


def _formatted(context: Context, node: cst.FormattedString) -> Expression:
    prefix = node.start.rstrip("\"'").lower()
    return FormattedString(*context.span(node), _formatted_parts(context, node.parts, prefix))


def _formatted_parts(
    context: Context, parts: Sequence[cst.BaseFormattedStringContent], prefix: str
) -> tuple[Expression, ...]:
    found: list[Expression] = []
    for part in parts:
        if isinstance(part, cst.FormattedStringText):
            text = literals.content(part.value.replace("{{", "{").replace("}}", "}"), prefix)
            found.append(Constant(*context.span(part), text))
        elif isinstance(part, cst.FormattedStringExpression):
            start, end = context.span(part)
            spec = None
            if part.format_spec is not None:
                inner = _formatted_parts(context, part.format_spec, prefix)
                spec = FormattedString(inner[0].start if inner else end - 1, end - 1, inner)
            value = expression(context, part.expression)
            found.append(FormattedValue(start, end, value, part.conversion or "", spec, part.equal is not None))
    return tuple(found)


def _attribute(context: Context, node: cst.Attribute) -> Expression:
    value = expression(context, node.value)
    return Attribute(*context.span(node), value, node.attr.value, context.span(node.attr)[0])


def _subscript(context: Context, node: cst.Subscript) -> Expression:
    value = expression(context, node.value)
    items = [_subscript_item(context, element.slice) for element in node.slice]
    index = items[0]
    if len(items) > 1 or isinstance(node.slice[0].comma, cst.Comma) or isinstance(index, Starred):
        index = TupleExpression(items[0].start, items[-1].end, tuple(items))
    return Subscript(*context.span(node), value, index)


def _subscript_item(context: Context, node: cst.BaseSlice) -> Expression:
    start, end = context.span(node)
    if isinstance(node, cst.Slice):
        lower, upper, step = (optional(context, part) for part in (node.lower, node.upper, node.step))
        return SliceExpression(start, end, lower, upper, step)
    value = expression(context, node.value)  # type: ignore[attr-defined]  # an Index
    return Starred(start, end, value) if getattr(node, "star", None) else value


def _call(context: Context, node: cst.Call) -> Expression:
    start, end = context.span(node)
    func = expression(context, node.func)
    comma = bool(node.args) and isinstance(node.args[-1].comma, cst.Comma)
    return CallExpression(start, end, func, arguments(context, node.args), end - 1, comma)


def _elements(context: Context, node: Any) -> tuple[Expression, ...]:
    return tuple(
        [expression(context, item if isinstance(item, cst.StarredElement) else item.value) for item in node.elements]
    )


def _starred(context: Context, node: cst.StarredElement) -> Expression:
    value = expression(context, node.value)
    start = context.span(node)[0]
    return Starred(start, max(value.end, start), value)


def _tuple(context: Context, node: cst.Tuple) -> Expression:
    return TupleExpression(*context.span(node), _elements(context, node))


def _list(context: Context, node: cst.List) -> Expression:
    comma = bool(node.elements) and isinstance(node.elements[-1].comma, cst.Comma)
    return ListExpression(*context.span(node), _elements(context, node), comma)


def _set(context: Context, node: cst.Set) -> Expression:
    return SetExpression(*context.span(node), _elements(context, node))


def _dict(context: Context, node: cst.Dict) -> Expression:
    items = tuple(
        [
            (
                expression(context, item.key) if isinstance(item, cst.DictElement) else None,
                expression(context, item.value),
            )
            for item in node.elements
        ]
    )
    return DictExpression(*context.span(node), items)


def _binary(context: Context, node: cst.BinaryOperation) -> Expression:
    left, right = expression(context, node.left), expression(context, node.right)
    return BinaryOperation(*context.span(node), left, OPERATORS[type(node.operator).__name__], right)


def _unary(context: Context, node: cst.UnaryOperation) -> Expression:
    operand = expression(context, node.expression)
    return UnaryOperation(*context.span(node), OPERATORS[type(node.operator).__name__], operand)


def _boolean(context: Context, node: cst.BooleanOperation) -> Expression:
    left, right = expression(context, node.left), expression(context, node.right)
    return BooleanOperation(*context.span(node), OPERATORS[type(node.operator).__name__], left, right)


def _comparison(context: Context, node: cst.Comparison) -> Expression:
    rest = tuple(
        [(OPERATORS[type(item.operator).__name__], expression(context, item.comparator)) for item in node.comparisons]
    )
    return Comparison(*context.span(node), expression(context, node.left), rest)


def _conditional(context: Context, node: cst.IfExp) -> Expression:
    test, body, orelse = (expression(context, part) for part in (node.test, node.body, node.orelse))
    return Conditional(*context.span(node), test, body, orelse)


def _lambda(context: Context, node: cst.Lambda) -> Expression:
    outer = context.yields
    found = Lambda(*context.span(node), parameters(context, node.params), expression(context, node.body))
    context.yields = outer  # a yield in it is the lambda's own
    return found


def _comprehension(context: Context, node: Any) -> Expression:
    kind = {"ListComp": "list", "SetComp": "set", "DictComp": "dict", "GeneratorExp": "generator"}[type(node).__name__]
    key = expression(context, node.key) if kind == "dict" else None
    element = expression(context, node.value if kind == "dict" else node.elt)
    generators: list[Generator] = []
    part: cst.CompFor | None = node.for_in
    while part is not None:
        start = context.span(part)[0]
        target, iterable = expression(context, part.target), expression(context, part.iter)
        tests = tuple([expression(context, test.test) for test in part.ifs])
        end = tests[-1].end if tests else iterable.end
        generators.append(Generator(start, end, target, iterable, tests, part.asynchronous is not None))
        part = part.inner_for_in
    return Comprehension(*context.span(node), kind, element, key, tuple(generators))


def _named(context: Context, node: cst.NamedExpr) -> Expression:
    target = expression(context, node.target)
    value = expression(context, node.value)
    if not isinstance(target, Name):
        return TooLarge(*context.span(node))
    return NamedExpression(*context.span(node), target, value)


def _await(context: Context, node: cst.Await) -> Expression:
    return Await(*context.span(node), expression(context, node.expression))


def _yield(context: Context, node: cst.Yield) -> Expression:
    context.yields = True
    if isinstance(node.value, cst.From):
        return Yield(*context.span(node), expression(context, node.value.item), is_from=True)
    return Yield(*context.span(node), optional(context, node.value))


# Looked up by name, as LibCST grows classes from version to version; what is not here (t-strings) nobody evaluates.
_CONVERT: Final[dict[str, Callable[[Context, Any], Expression]]] = {
    "Name": _name,
    "Integer": _integer,
    "Float": _float,
    "Imaginary": _imaginary,
    "Ellipsis": _ellipsis,
    "SimpleString": _string,
    "ConcatenatedString": _concatenated,
    "FormattedString": _formatted,
    "Attribute": _attribute,
    "Subscript": _subscript,
    "Call": _call,
    "StarredElement": _starred,
    "Tuple": _tuple,
    "List": _list,
    "Set": _set,
    "Dict": _dict,
    "BinaryOperation": _binary,
    "UnaryOperation": _unary,
    "BooleanOperation": _boolean,
    "Comparison": _comparison,
    "IfExp": _conditional,
    "Lambda": _lambda,
    "ListComp": _comprehension,
    "SetComp": _comprehension,
    "DictComp": _comprehension,
    "GeneratorExp": _comprehension,
    "NamedExpr": _named,
    "Await": _await,
    "Yield": _yield,
}
