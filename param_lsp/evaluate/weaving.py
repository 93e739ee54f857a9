"""Puts facts among the statements of a chunk, each where it holds.

A comment's fact stands on the line of a statement or above it. It holds after the statement that assigns its name,
before any other statement, and at the beginning of a block whose first line it stands on (`def build(x):  # …`). A fact
of the project's settings holds after each statement of a module that assigns its name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from param_lsp.evaluate import iteration
from param_lsp.facts import Fact
from param_lsp.syntax import tree

_BLOCKS: Final = ("body", "orelse", "final", "handlers", "cases")
_DEFINITIONS: Final = (tree.FunctionDefinition, tree.ClassDefinition)


@dataclass(frozen=True, slots=True, eq=False)
class Stated(tree.Node):
    """A fact as a statement, put into the program where it holds; its span is the comment's, or the name's.

    Arguments:
        fact: what is said.
        target: the name or attribute.
        in_comment: whether a comment says it, else the project's settings.
        behind: the statement that gives the name the value which this is about, if it stands behind one.
    """

    fact: Fact
    target: Any
    in_comment: bool
    behind: Any = None


def woven(
    text: str, statements: tuple[Any, ...], comments: Sequence[Stated], settings: Sequence[Fact]
) -> tuple[Any, ...]:
    """Give the statements of a chunk with facts among them, in all blocks.

    Arguments:
        text: of the chunk.
        statements: of the chunk.
        comments: facts of its comments; they win over those of the settings.
        settings: facts of the settings about names that the text holds.
    """
    weaver = _Weaver(text, statements)
    for fact in settings:
        weaver.attach_everywhere(fact)
    for stated in comments:
        weaver.attach(stated)
    return weaver.woven(statements)


def stated_at(node: tree.Node, fact: Fact, *, in_comment: bool) -> Stated:
    """Make the statement of a fact that stands where a node stands."""
    first, *rest = fact.name.split(".")
    target: Any = tree.Name(node.start, node.end, first)
    for name in rest:
        target = tree.Attribute(node.start, node.end, target, name, node.start)
    return Stated(node.start, node.end, fact, target, in_comment)


class _Weaver:
    """Finds for each fact where among the statements it holds, and puts it there."""

    def __init__(self, text: str, statements: tuple[Any, ...]) -> None:
        self.text = text
        self.before: dict[int, list[Stated]] = {}
        self.after: dict[int, list[Stated]] = {}
        self.inside: dict[int, list[Stated]] = {}
        self.statements = statements
        self.all = list(_all_statements(statements))

    def woven(self, statements: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give the statements with the facts among them, in all blocks."""
        result: list[Any] = []
        for node in statements:
            result += self.before.get(id(node), ())
            blocks = {name: self._block(node, name) for name in _BLOCKS if getattr(node, name, None)}
            changed = {name: block for name, block in blocks.items() if block is not getattr(node, name)}
            result.append(replace(node, **changed) if changed else node)
            result += self.after.get(id(node), ())
        return tuple(result) if len(result) > len(statements) or _differ(result, statements) else statements

    def _block(self, node: Any, name: str) -> Any:
        block = getattr(node, name)
        if not isinstance(block, tuple):
            return block  # the body of a lambda
        if name in ("handlers", "cases"):
            parts = tuple([replace(part, body=self.woven(part.body)) for part in block])
            return parts if any(new.body is not old.body for new, old in zip(parts, block, strict=True)) else block
        inner = self.woven(block)
        first = self.inside.get(id(node), ()) if name == "body" else ()
        return (*first, *inner) if first else inner

    def attach_everywhere(self, fact: Fact) -> None:
        """Let a fact hold after each statement that binds its name, outside functions and classes."""
        for node in _all_statements(self.statements, opened=False):
            if fact.root in _bound(node) and not isinstance(node, _DEFINITIONS):
                names = [name for target in _targets(node) for name in iteration.names_in(target)]
                place = next((name for name in names if name.id == fact.name), node)
                stated = replace(stated_at(place, fact, in_comment=False), behind=node)
                self.after.setdefault(id(node), []).append(stated)

    def attach(self, fact: Stated) -> None:
        """Find where the fact of a comment holds."""
        line = self.text.rfind("\n", 0, fact.start) + 1
        own_line = not self.text[line : fact.start].strip()
        around = [node for node in self.all if node.start <= fact.start < node.end]
        blocks = [node for node in around if isinstance(getattr(node, "body", None), tuple)]
        if around and around[-1] not in blocks:  # within the brackets of a statement
            self._at(fact, around[-1])
        elif own_line:
            self._own_line(fact, fact.start - line)
        elif blocks and not any(
            node.start < fact.start and node.start >= line for node in self.all if node is not blocks[-1]
        ):
            self.inside.setdefault(id(blocks[-1]), []).append(fact)
        else:
            left = [node for node in self.all if node.start < fact.start and node.end <= fact.start]
            if left:
                self._at(fact, max(left, key=lambda node: node.start))

    def _own_line(self, fact: Stated, column: int) -> None:
        """A comment belongs to the next statement; at the end of a block, to the last one of the block."""
        following = next((node for node in self.all if node.start > fact.start), None)
        if following is not None and self._column(following) >= column:
            self._at(fact, following)
            return
        left = [node for node in self.all if node.end <= fact.start and self._column(node) <= column]
        if left:
            self.after.setdefault(id(left[-1]), []).append(fact)
        elif following is not None:
            self._at(fact, following)

    def _column(self, node: Any) -> int:
        return int(node.start) - (self.text.rfind("\n", 0, node.start) + 1)

    def _at(self, fact: Stated, node: Any) -> None:
        """Let a fact hold from a statement on: behind it when that assigns the name, else before it."""
        binds = _root(fact.target) in _bound(node)
        if not binds:
            self.before.setdefault(id(node), []).append(fact)
        if binds or isinstance(node, tree.ExpressionStatement):  # which may change it: `df.dropna(inplace=True)`
            self.after.setdefault(id(node), []).append(replace(fact, behind=node) if binds else fact)


def _all_statements(statements: tuple[Any, ...], *, opened: bool = True) -> Iterator[Any]:
    """Give all statements in the order of their places, those in blocks behind their heads.

    Arguments:
        opened: whether the bodies of functions and classes count too.
    """
    for node in statements:
        yield node
        for name in _BLOCKS if opened or not isinstance(node, _DEFINITIONS) else ():
            block = getattr(node, name, None)
            if not isinstance(block, tuple):
                continue
            for part in block:
                if isinstance(part, tree.Handler | tree.Case):
                    yield from _all_statements(part.body, opened=opened)
                else:
                    yield from _all_statements((part,), opened=opened)


def _differ(new: list[Any], old: tuple[Any, ...]) -> bool:
    return any(mine is not theirs for mine, theirs in zip(new, old, strict=True))


def _root(target: Any) -> str:
    while isinstance(target, tree.Attribute | tree.Subscript):
        target = target.value
    return target.id if isinstance(target, tree.Name) else ""


def _bound(node: Any) -> set[str]:
    """Give the names that a statement binds, and those whose attributes it sets."""
    if isinstance(node, tree.FunctionDefinition | tree.ClassDefinition):
        return {node.name}
    if isinstance(node, tree.Import | tree.ImportFrom):
        return {alias or name.partition(".")[0] for name, alias in node.names}
    targets = _targets(node)
    names = {name.id for target in targets for name in iteration.names_in(target)}
    return names | {_root(target) for target in targets}


def _targets(node: Any) -> list[Any]:
    """Give what a statement assigns to."""
    if isinstance(node, tree.Assign):
        return list(node.targets)
    if isinstance(node, tree.AugmentedAssign | tree.AnnotatedAssign):
        return [node.target]
    if isinstance(node, tree.With):
        return [target for _, target in node.items if target is not None]
    return []
