"""The program tree: our own small nodes for the Python that matters, with spans relative to their chunk."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Any node: `start` and `end` are code-point offsets into the chunk's text, parentheses around it left out."""

    start: int
    end: int


# -- expressions ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Constant(Node):
    """A literal: None, bool, int, float, complex, str (implicit concatenation joined), bytes, Ellipsis."""

    value: object


@dataclass(frozen=True, slots=True, eq=False)
class TooLarge(Node):
    """A literal that nobody should evaluate (an integer of more than 4,300 digits)."""


@dataclass(frozen=True, slots=True, eq=False)
class Name(Node):
    id: str


@dataclass(frozen=True, slots=True, eq=False)
class Attribute(Node):
    value: Expression
    attr: str
    attr_start: int  # the attribute's name ends where the node ends


@dataclass(frozen=True, slots=True, eq=False)
class Subscript(Node):
    value: Expression
    index: Expression  # a TupleExpression for `a[i, j]`


@dataclass(frozen=True, slots=True, eq=False)
class SliceExpression(Node):
    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Argument(Node):
    """One argument of a call; the node's span is the whole `name=value`, `*value` or `**value`, without the comma."""

    value: Expression
    keyword: str | None = None
    star: str = ""  # "", "*" or "**"


@dataclass(frozen=True, slots=True, eq=False)
class CallExpression(Node):
    func: Expression
    arguments: tuple[Argument, ...]
    close: int  # offset of the closing parenthesis
    trailing_comma: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TupleExpression(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ListExpression(Node):
    items: tuple[Expression, ...]
    trailing_comma: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SetExpression(Node):
    items: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class DictExpression(Node):
    """`key` is None for `**value`."""

    items: tuple[tuple[Expression | None, Expression], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Starred(Node):
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class BinaryOperation(Node):
    left: Expression
    operator: str  # "+", "-", "*", "/", "//", "%", "**", "@", "&", "|", "^", "<<", ">>"
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class UnaryOperation(Node):
    operator: str  # "-", "+", "~", "not"
    operand: Expression


@dataclass(frozen=True, slots=True, eq=False)
class BooleanOperation(Node):
    operator: str  # "and", "or"
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Node):
    left: Expression
    rest: tuple[
        tuple[str, Expression], ...
    ]  # operators "==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not"


@dataclass(frozen=True, slots=True, eq=False)
class Conditional(Node):
    test: Expression
    body: Expression
    orelse: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Parameter(Node):
    name: str
    default: Expression | None = None
    kind: str = "any"  # "positional", "any", "keyword", "*", "**"
    annotation: Expression | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lambda(Node):
    parameters: tuple[Parameter, ...]
    body: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Generator(Node):
    """One `for target in iterable if condition …` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Comprehension(Node):
    kind: str  # "list", "set", "dict", "generator"
    element: Expression  # a dict's value
    key: Expression | None
    generators: tuple[Generator, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FormattedValue(Node):
    value: Expression
    conversion: str  # "", "r", "s", "a"
    format_spec: FormattedString | None
    equals: bool = False  # f"{x=}"


@dataclass(frozen=True, slots=True, eq=False)
class FormattedString(Node):
    """An f-string; plain parts are `Constant`s."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class NamedExpression(Node):
    target: Name
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Await(Node):
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Yield(Node):
    value: Expression | None
    is_from: bool = False


Expression = (
    Constant
    | TooLarge
    | Name
    | Attribute
    | Subscript
    | SliceExpression
    | CallExpression
    | TupleExpression
    | ListExpression
    | SetExpression
    | DictExpression
    | Starred
    | BinaryOperation
    | UnaryOperation
    | BooleanOperation
    | Comparison
    | Conditional
    | Lambda
    | Comprehension
    | FormattedValue
    | FormattedString
    | NamedExpression
    | Await
    | Yield
)


# -- statements ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class ExpressionStatement(Node):
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Assign(Node):
    """`a = b = value`; targets are names, attributes, subscripts, tuples, lists or starred."""

    targets: tuple[Expression, ...]
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class AugmentedAssign(Node):
    target: Expression
    operator: str  # without "="
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class AnnotatedAssign(Node):
    target: Expression
    annotation: Expression
    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class If(Node):
    """An `elif` is an `If` alone in `orelse`."""

    test: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class For(Node):
    target: Expression
    iterable: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...]
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class While(Node):
    test: Expression
    body: tuple[Statement, ...]
    orelse: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class FunctionDefinition(Node):
    name: str
    name_start: int
    parameters: tuple[Parameter, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]
    is_async: bool = False
    is_generator: bool = False  # its own body yields


@dataclass(frozen=True, slots=True, eq=False)
class ClassDefinition(Node):
    name: str
    name_start: int
    bases: tuple[Argument, ...]
    body: tuple[Statement, ...]
    decorators: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Return(Node):
    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Delete(Node):
    targets: tuple[Expression, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Import(Node):
    names: tuple[tuple[str, str | None], ...]  # dotted name, `as` name


@dataclass(frozen=True, slots=True, eq=False)
class ImportFrom(Node):
    module: str  # "" for `from . import x`
    level: int
    names: tuple[tuple[str, str | None], ...]  # (("*", None),) for a star import


@dataclass(frozen=True, slots=True, eq=False)
class With(Node):
    items: tuple[tuple[Expression, Expression | None], ...]
    body: tuple[Statement, ...]
    is_async: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Handler(Node):
    type: Expression | None
    name: str | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Try(Node):
    body: tuple[Statement, ...]
    handlers: tuple[Handler, ...]
    orelse: tuple[Statement, ...]
    final: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Raise(Node):
    value: Expression | None


@dataclass(frozen=True, slots=True, eq=False)
class Assert(Node):
    test: Expression


@dataclass(frozen=True, slots=True, eq=False)
class Global(Node):
    """`global` or `nonlocal`."""

    names: tuple[str, ...]
    is_nonlocal: bool


@dataclass(frozen=True, slots=True, eq=False)
class Pass(Node):
    """`pass`, and statements that change nothing for us (type aliases)."""


@dataclass(frozen=True, slots=True, eq=False)
class Break(Node):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Continue(Node):
    pass


@dataclass(frozen=True, slots=True, eq=False)
class Broken(Node):
    """Stands for statements that do not parse: what they did to the names in them, nobody knows."""

    names: tuple[str, ...]


# Patterns of `match`.


@dataclass(frozen=True, slots=True, eq=False)
class ValuePattern(Node):
    value: Expression


@dataclass(frozen=True, slots=True, eq=False)
class CapturePattern(Node):
    """`name`, `_` (name is None), or `pattern as name`."""

    name: str | None
    pattern: Pattern | None = None


@dataclass(frozen=True, slots=True, eq=False)
class OrPattern(Node):
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False)
class SequencePattern(Node):
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StarPattern(Node):
    """`*name` or `*_` (name is None) in a sequence."""

    name: str | None


@dataclass(frozen=True, slots=True, eq=False)
class MappingPattern(Node):
    """`{"units": n, **rest}`: the pattern of each key."""

    keys: tuple[Expression, ...]
    patterns: tuple[Pattern, ...]
    rest: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ClassPattern(Node):
    """`Spec(8, kind="dense")`: patterns by position and by attribute."""

    type: Expression
    patterns: tuple[Pattern, ...]
    keywords: tuple[tuple[str, Pattern], ...]


Pattern = ValuePattern | CapturePattern | OrPattern | SequencePattern | StarPattern | MappingPattern | ClassPattern


@dataclass(frozen=True, slots=True, eq=False)
class Case(Node):
    pattern: Pattern
    guard: Expression | None
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Match(Node):
    subject: Expression
    cases: tuple[Case, ...]


Statement = (
    ExpressionStatement
    | Assign
    | AugmentedAssign
    | AnnotatedAssign
    | If
    | For
    | While
    | FunctionDefinition
    | ClassDefinition
    | Return
    | Delete
    | Import
    | ImportFrom
    | With
    | Try
    | Raise
    | Assert
    | Global
    | Pass
    | Break
    | Continue
    | Match
    | Broken
)


@dataclass(frozen=True, slots=True, eq=False)
class Comment(Node):
    """A comment with its `#`."""

    text: str
