"""Statements of LibCST to our own nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

import libcst as cst

from param_lsp.syntax.context import Context
from param_lsp.syntax.expressions import OPERATORS, arguments, dotted, expression, optional, parameters
from param_lsp.syntax.patterns import pattern
from param_lsp.syntax.tree import (
    AnnotatedAssign,
    Assert,
    Assign,
    AugmentedAssign,
    Break,
    Case,
    ClassDefinition,
    Continue,
    Delete,
    Expression,
    ExpressionStatement,
    For,
    FunctionDefinition,
    Global,
    Handler,
    If,
    Import,
    ImportFrom,
    Match,
    Pass,
    Raise,
    Return,
    Statement,
    Try,
    TupleExpression,
    While,
    With,
)

_Body = tuple[Statement, ...]


def statements(context: Context, nodes: Iterable[Any]) -> _Body:
    """Convert a run of statements; `a; b` on a line are two."""
    found: list[Statement] = []
    for node in nodes:
        if isinstance(node, cst.SimpleStatementLine):
            found.extend([_CONVERT[type(small).__name__](context, small) for small in node.body])
        else:
            found.append(_CONVERT[type(node).__name__](context, node))
    return tuple(found)


def _block(context: Context, node: Any) -> _Body:  # an IndentedBlock, a SimpleStatementSuite, or what holds one
    if node is None:
        return ()
    if isinstance(node, cst.SimpleStatementSuite):
        return tuple([_CONVERT[type(small).__name__](context, small) for small in node.body])
    return statements(context, node.body)


def _orelse(context: Context, node: cst.Else | cst.Finally | None) -> _Body:
    return () if node is None else _block(context, node.body)


def _expression(context: Context, node: cst.Expr) -> Statement:
    return ExpressionStatement(*context.span(node), expression(context, node.value))


def _assign(context: Context, node: cst.Assign) -> Statement:
    targets = tuple([expression(context, target.target) for target in node.targets])
    return Assign(*context.span(node), targets, expression(context, node.value))


def _augmented(context: Context, node: cst.AugAssign) -> Statement:
    operator = OPERATORS[type(node.operator).__name__.removesuffix("Assign")]
    target, value = expression(context, node.target), expression(context, node.value)
    return AugmentedAssign(*context.span(node), target, operator, value)


def _annotated(context: Context, node: cst.AnnAssign) -> Statement:
    target = expression(context, node.target)
    annotation = expression(context, node.annotation.annotation)
    return AnnotatedAssign(*context.span(node), target, annotation, optional(context, node.value))


def _if(context: Context, node: cst.If) -> Statement:
    test, body = expression(context, node.test), _block(context, node.body)
    orelse = (_if(context, node.orelse),) if isinstance(node.orelse, cst.If) else _orelse(context, node.orelse)
    return If(*context.span(node), test, body, orelse)


def _for(context: Context, node: cst.For) -> Statement:
    target, iterable = expression(context, node.target), expression(context, node.iter)
    body, orelse = _block(context, node.body), _orelse(context, node.orelse)
    return For(*context.span(node), target, iterable, body, orelse, node.asynchronous is not None)


def _while(context: Context, node: cst.While) -> Statement:
    test, body = expression(context, node.test), _block(context, node.body)
    return While(*context.span(node), test, body, _orelse(context, node.orelse))


def _function(context: Context, node: cst.FunctionDef) -> Statement:
    outer, context.yields = context.yields, False
    body = _block(context, node.body)
    yields, context.yields = context.yields, outer
    return FunctionDefinition(
        *context.span(node),
        node.name.value,
        context.span(node.name)[0],
        parameters(context, node.params),
        body,
        tuple([expression(context, decorator.decorator) for decorator in node.decorators]),
        node.asynchronous is not None,
        yields,
    )


def _class(context: Context, node: cst.ClassDef) -> Statement:
    bases = arguments(context, [*node.bases, *node.keywords])
    decorators = tuple([expression(context, decorator.decorator) for decorator in node.decorators])
    name_start = context.span(node.name)[0]
    return ClassDefinition(
        *context.span(node), node.name.value, name_start, bases, _block(context, node.body), decorators
    )


def _return(context: Context, node: cst.Return) -> Statement:
    return Return(*context.span(node), optional(context, node.value))


def _delete(context: Context, node: cst.Del) -> Statement:
    target = expression(context, node.target)
    targets: tuple[Expression, ...] = (target,)
    if isinstance(target, TupleExpression) and not node.target.lpar:
        targets = target.items
    return Delete(*context.span(node), targets)


def _import(context: Context, node: Any) -> Statement:  # LazyImport came with LibCST 1.9
    return Import(*context.span(node), tuple([(dotted(item.name), _as_name(item)) for item in node.names]))


def _import_from(context: Context, node: Any) -> Statement:
    names: tuple[tuple[str, str | None], ...] = (("*", None),)
    if not isinstance(node.names, cst.ImportStar):
        names = tuple([(dotted(item.name), _as_name(item)) for item in node.names])
    return ImportFrom(*context.span(node), dotted(node.module), len(node.relative), names)


def _as_name(node: cst.ImportAlias) -> str | None:
    return node.asname.name.value if node.asname is not None and isinstance(node.asname.name, cst.Name) else None


def _with(context: Context, node: cst.With) -> Statement:
    items = tuple(
        [
            (expression(context, item.item), None if item.asname is None else expression(context, item.asname.name))
            for item in node.items
        ]
    )
    return With(*context.span(node), items, _block(context, node.body), node.asynchronous is not None)


def _try(context: Context, node: Any) -> Statement:  # Try or TryStar
    body = _block(context, node.body)
    handlers = tuple([_handler(context, handler) for handler in node.handlers])
    return Try(*context.span(node), body, handlers, _orelse(context, node.orelse), _orelse(context, node.finalbody))


def _handler(context: Context, node: Any) -> Handler:
    kind = optional(context, node.type)
    name = node.name.name.value if node.name is not None and isinstance(node.name.name, cst.Name) else None
    return Handler(*context.span(node), kind, name, _block(context, node.body))


def _raise(context: Context, node: cst.Raise) -> Statement:
    return Raise(*context.span(node), optional(context, node.exc))


def _assert(context: Context, node: cst.Assert) -> Statement:
    return Assert(*context.span(node), expression(context, node.test))


def _global(context: Context, node: Any) -> Statement:  # Global or Nonlocal
    return Global(*context.span(node), tuple([item.name.value for item in node.names]), isinstance(node, cst.Nonlocal))


def _pass(context: Context, node: Any) -> Statement:
    start, end = context.span(node)
    return context.broken.get(start) or Pass(start, end)


def _break(context: Context, node: cst.Break) -> Statement:
    return Break(*context.span(node))


def _continue(context: Context, node: cst.Continue) -> Statement:
    return Continue(*context.span(node))


def _match(context: Context, node: cst.Match) -> Statement:
    cases = []
    for case in node.cases:
        found, guard = pattern(context, case.pattern), optional(context, case.guard)
        cases.append(Case(*context.span(case), found, guard, _block(context, case.body)))
    return Match(*context.span(node), expression(context, node.subject), tuple(cases))


_CONVERT: Final[dict[str, Callable[[Context, Any], Statement]]] = {
    "Expr": _expression,
    "Assign": _assign,
    "AugAssign": _augmented,
    "AnnAssign": _annotated,
    "If": _if,
    "For": _for,
    "While": _while,
    "FunctionDef": _function,
    "ClassDef": _class,
    "Return": _return,
    "Del": _delete,
    "Import": _import,
    "ImportFrom": _import_from,
    "LazyImport": _import,
    "LazyImportFrom": _import_from,
    "With": _with,
    "Try": _try,
    "TryStar": _try,
    "Raise": _raise,
    "Assert": _assert,
    "Global": _global,
    "Nonlocal": _global,
    "Pass": _pass,
    "TypeAlias": _pass,
    "Break": _break,
    "Continue": _continue,
    "Match": _match,
}
