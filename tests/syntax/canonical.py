"""Program trees and Python's own ast in one form, so that ast can judge the conversion from LibCST."""

from __future__ import annotations

import ast
from typing import Any

from param_lsp.syntax import tree

_OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>",
    ast.UAdd: "+", ast.USub: "-", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not",
}  # fmt: skip


def of_ast(node: Any) -> Any:
    """Give the form of a node of ast, or of a list of them."""
    if isinstance(node, list):
        return [of_ast(item) for item in node]
    if node is None or isinstance(node, str | int):
        return node
    return globals()["_ast_" + type(node).__name__.lower()](node) if _has(node) else _ast_fields(node)


def _has(node: Any) -> bool:
    return "_ast_" + type(node).__name__.lower() in globals()


def _ast_fields(node: Any) -> Any:
    return (type(node).__name__, *[of_ast(value) for name, value in ast.iter_fields(node) if name not in _SKIPPED])


_SKIPPED = {"ctx", "kind", "type_comment", "returns", "type_params", "type_ignores", "msg", "cause", "simple"}


def _ast_constant(node: ast.Constant) -> Any:
    return ("Constant", type(node.value).__name__, repr(node.value))


def _ast_binop(node: ast.BinOp) -> Any:
    return ("BinOp", of_ast(node.left), _OPERATORS[type(node.op)], of_ast(node.right))


def _ast_unaryop(node: ast.UnaryOp) -> Any:
    return ("UnaryOp", _OPERATORS[type(node.op)], of_ast(node.operand))


def _ast_augassign(node: ast.AugAssign) -> Any:
    return ("AugAssign", of_ast(node.target), _OPERATORS[type(node.op)], of_ast(node.value))


def _ast_boolop(node: ast.BoolOp) -> Any:
    return _flat(node)


def _flat(node: ast.expr) -> Any:
    if not isinstance(node, ast.BoolOp):
        return of_ast(node)
    values = []
    for value in node.values:
        found = _flat(value)
        values += found[2:] if found[:2] == ("BoolOp", _OPERATORS[type(node.op)]) else [found]
    return ("BoolOp", _OPERATORS[type(node.op)], *values)


def _ast_compare(node: ast.Compare) -> Any:
    return ("Compare", of_ast(node.left), [_OPERATORS[type(op)] for op in node.ops], of_ast(node.comparators))


def _ast_call(node: ast.Call) -> Any:
    return ("Call", of_ast(node.func), _ast_arguments_of(node.args, node.keywords))


def _ast_arguments_of(args: list[ast.expr], keywords: list[ast.keyword]) -> Any:
    plain = [("*", of_ast(arg.value)) if isinstance(arg, ast.Starred) else ("", of_ast(arg)) for arg in args]
    named = [("**" if word.arg is None else word.arg, of_ast(word.value)) for word in keywords]
    return plain, named


def _ast_arguments(node: ast.arguments) -> Any:
    plain = [*node.posonlyargs, *node.args]
    defaults = [None] * (len(plain) - len(node.defaults)) + node.defaults
    kinds = ["positional"] * len(node.posonlyargs) + ["any"] * len(node.args)
    found = [
        (arg.arg, kind, of_ast(default), of_ast(arg.annotation))
        for arg, kind, default in zip(plain, kinds, defaults, strict=True)
    ]
    if node.vararg:
        found.append((node.vararg.arg, "*", None, of_ast(node.vararg.annotation)))
    for arg, default in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        found.append((arg.arg, "keyword", of_ast(default), of_ast(arg.annotation)))
    if node.kwarg:
        found.append((node.kwarg.arg, "**", None, of_ast(node.kwarg.annotation)))
    return found


def _ast_classdef(node: ast.ClassDef) -> Any:
    return (
        "ClassDef",
        node.name,
        _ast_arguments_of(node.bases, node.keywords),
        of_ast(node.body),
        of_ast(node.decorator_list),
    )


def _ast_joinedstr(node: ast.JoinedStr) -> Any:
    return ("JoinedStr", [of_ast(part.value) for part in node.values if isinstance(part, ast.FormattedValue)])


def _ast_alias(node: ast.alias) -> Any:
    return (node.name, node.asname)


def _ast_importfrom(node: ast.ImportFrom) -> Any:
    return ("ImportFrom", node.module or "", node.level, of_ast(node.names))


def _ast_dict(node: ast.Dict) -> Any:
    return ("Dict", [(of_ast(key), of_ast(value)) for key, value in zip(node.keys, node.values, strict=True)])


def _ast_asyncfor(node: ast.AsyncFor) -> Any:
    return ("For", *_ast_fields(node)[1:])


def _ast_asyncwith(node: ast.AsyncWith) -> Any:
    return ("With", *_ast_fields(node)[1:])


def _ast_asyncfunctiondef(node: ast.AsyncFunctionDef) -> Any:
    return ("FunctionDef", *_ast_fields(node)[1:])


def _ast_typealias(_: Any) -> Any:
    return ("Pass",)


def _ast_nonlocal(node: ast.Nonlocal) -> Any:
    return ("Global", node.names)


def _ast_comprehension(node: ast.comprehension) -> Any:
    return (of_ast(node.target), of_ast(node.iter), of_ast(node.ifs), bool(node.is_async))


def _ast_subscript(node: ast.Subscript) -> Any:
    return ("Subscript", of_ast(node.value), of_ast(node.slice))


def _ast_match(node: ast.Match) -> Any:
    return ("Match", of_ast(node.subject), [(of_ast(case.guard), of_ast(case.body)) for case in node.cases])


def _ast_trystar(node: Any) -> Any:
    return ("Try", *_ast_fields(node)[1:])


def of_tree(node: Any) -> Any:  # noqa: C901, PLR0912
    """Give the form of one of our nodes, or of a tuple of them."""
    match node:
        case None | str():
            return node
        case tuple():
            return [of_tree(item) for item in node]
        case tree.Constant(value=value):
            return ("Constant", type(value).__name__, repr(value))
        case tree.Name():
            return ("Name", node.id)
        case tree.Attribute():
            return ("Attribute", of_tree(node.value), node.attr)
        case tree.Subscript():
            return ("Subscript", of_tree(node.value), of_tree(node.index))
        case tree.SliceExpression():
            return ("Slice", of_tree(node.lower), of_tree(node.upper), of_tree(node.step))
        case tree.CallExpression():
            return ("Call", of_tree(node.func), _arguments(node.arguments))
        case tree.TupleExpression():
            return ("Tuple", of_tree(node.items))
        case tree.ListExpression():
            return ("List", of_tree(node.items))
        case tree.SetExpression():
            return ("Set", of_tree(node.items))
        case tree.DictExpression():
            return ("Dict", [(of_tree(key), of_tree(value)) for key, value in node.items])
        case tree.Starred():
            return ("Starred", of_tree(node.value))
        case tree.BinaryOperation():
            return ("BinOp", of_tree(node.left), node.operator, of_tree(node.right))
        case tree.UnaryOperation():
            return ("UnaryOp", node.operator, of_tree(node.operand))
        case tree.BooleanOperation():
            values = []
            for side in (of_tree(node.left), of_tree(node.right)):
                values += side[2:] if side[:2] == ("BoolOp", node.operator) else [side]
            return ("BoolOp", node.operator, *values)
        case tree.Comparison():
            return (
                "Compare",
                of_tree(node.left),
                [op for op, _ in node.rest],
                [of_tree(item) for _, item in node.rest],
            )
        case tree.Conditional():
            return ("IfExp", of_tree(node.test), of_tree(node.body), of_tree(node.orelse))
        case tree.Lambda():
            return ("Lambda", _parameters(node.parameters), of_tree(node.body))
        case tree.Comprehension():
            names = {"list": "ListComp", "set": "SetComp", "generator": "GeneratorExp", "dict": "DictComp"}
            key = () if node.key is None else (of_tree(node.key),)
            parts = [
                (of_tree(part.target), of_tree(part.iterable), of_tree(part.conditions), part.is_async)
                for part in node.generators
            ]
            return (names[node.kind], *key, of_tree(node.element), parts)
        case tree.FormattedString():
            return ("JoinedStr", [of_tree(part.value) for part in node.parts if isinstance(part, tree.FormattedValue)])
        case tree.NamedExpression():
            return ("NamedExpr", of_tree(node.target), of_tree(node.value))
        case tree.Await():
            return ("Await", of_tree(node.value))
        case tree.Yield():
            return ("YieldFrom" if node.is_from else "Yield", of_tree(node.value))
        case _:
            return _statement(node)


def _statement(node: Any) -> Any:  # noqa: C901, PLR0912
    match node:
        case tree.ExpressionStatement():
            return ("Expr", of_tree(node.value))
        case tree.Assign():
            return ("Assign", of_tree(node.targets), of_tree(node.value))
        case tree.AugmentedAssign():
            return ("AugAssign", of_tree(node.target), node.operator, of_tree(node.value))
        case tree.AnnotatedAssign():
            return ("AnnAssign", of_tree(node.target), of_tree(node.annotation), of_tree(node.value))
        case tree.If():
            return ("If", of_tree(node.test), of_tree(node.body), of_tree(node.orelse))
        case tree.For():
            return ("For", of_tree(node.target), of_tree(node.iterable), of_tree(node.body), of_tree(node.orelse))
        case tree.While():
            return ("While", of_tree(node.test), of_tree(node.body), of_tree(node.orelse))
        case tree.FunctionDefinition():
            parameters = _parameters(node.parameters)
            return ("FunctionDef", node.name, parameters, of_tree(node.body), of_tree(node.decorators))
        case tree.ClassDefinition():
            return ("ClassDef", node.name, _arguments(node.bases), of_tree(node.body), of_tree(node.decorators))
        case tree.Return():
            return ("Return", of_tree(node.value))
        case tree.Delete():
            return ("Delete", of_tree(node.targets))
        case tree.Import():
            return ("Import", list(node.names))
        case tree.ImportFrom():
            return ("ImportFrom", node.module, node.level, list(node.names))
        case tree.With():
            items = [("withitem", of_tree(item), of_tree(name)) for item, name in node.items]
            return ("With", items, of_tree(node.body))
        case tree.Try():
            return ("Try", of_tree(node.body), of_tree(node.handlers), of_tree(node.orelse), of_tree(node.final))
        case tree.Handler():
            return ("ExceptHandler", of_tree(node.type), node.name, of_tree(node.body))
        case tree.Raise():
            return ("Raise", of_tree(node.value))
        case tree.Assert():
            return ("Assert", of_tree(node.test))
        case tree.Global():
            return ("Global", list(node.names))
        case tree.Match():
            return ("Match", of_tree(node.subject), [(of_tree(case.guard), of_tree(case.body)) for case in node.cases])
        case tree.Pass() | tree.Break() | tree.Continue():
            return (type(node).__name__,)
        case _:
            msg = f"no form for {type(node).__name__}"
            raise TypeError(msg)


def _arguments(nodes: tuple[tree.Argument, ...]) -> Any:
    plain = [(node.star, of_tree(node.value)) for node in nodes if node.keyword is None and node.star != "**"]
    named = [(node.keyword or "**", of_tree(node.value)) for node in nodes if node.keyword or node.star == "**"]
    return plain, named


def _parameters(nodes: tuple[tree.Parameter, ...]) -> Any:
    return [(node.name, node.kind, of_tree(node.default), of_tree(node.annotation)) for node in nodes]
