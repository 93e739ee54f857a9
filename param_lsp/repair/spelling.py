"""How a file can name `keras.Input`: by what it imports, or by one name more in an import that it has."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from param_lsp.rules.fixes.code import Spelling
from param_lsp.rules.rule import Edit
from param_lsp.spans import Span
from param_lsp.syntax import tree
from param_lsp.syntax.program import Chunk

_KERAS: Final = re.compile(
    r"(?:(?:tensorflow|tensorflow\.compat\.v[12]|tensorflow\.python)\.)?keras(?:\.api)?|tf_keras"
)
_TENSORFLOW: Final = re.compile(r"tensorflow(?:\.compat\.v[12])?")
_BLOCKS: Final = (tree.If, tree.Try, tree.With, tree.Handler)


def input_name(text: str, chunks: Sequence[Chunk], like: str) -> Spelling | None:
    """Choose a spelling of `keras.Input`.

    What the file already uses wins, then a name of its own, then an attribute of a module; last a name more in
    `from keras.layers import …`.

    Arguments:
        text: of the source.
        chunks: those whose imports hold.
        like: how a layer near it is written: "layers.Dense".
    """
    imported: dict[str, str] = {}
    growing: Edit | None = None
    for chunk, statement in _imports(chunks):
        imported.update(_bound(statement))
        growing = _with_input(text, chunk, statement) or growing
    found = list(_spellings(imported, like))
    if found:
        used = [name for name in found if re.search(rf"(?<![\w.]){re.escape(name)}\s*\(", text)]
        return Spelling((used or found)[0])
    if growing is not None and "Input" not in imported:
        return Spelling("Input", (growing,))
    return None


def imported_names(chunks: Sequence[Chunk]) -> dict[str, str]:
    """Give the names that the imports of a program bind, with what they are: `tf` → `tensorflow`."""
    return {name: dotted for _, statement in _imports(chunks) for name, dotted in _bound(statement)}


def _spellings(imported: dict[str, str], like: str) -> Iterator[str]:
    modules = {name: dotted for name, dotted in imported.items() if name != "*"}
    for name, dotted in modules.items():
        module, _, last = dotted.rpartition(".")
        if last == "Input" and (_is_keras(module) or _is_layers(module)):
            yield name
    if _is_layers(imported.get("*", "")):
        yield "Input"
    yield from (f"{name}.Input" for name, dotted in modules.items() if _is_keras(dotted))
    first = like.partition(".")[0]
    layers = sorted((name for name, dotted in modules.items() if _is_layers(dotted)), key=lambda name: name != first)
    yield from (f"{name}.Input" for name in layers)
    yield from (f"{name}.keras.Input" for name, dotted in modules.items() if _TENSORFLOW.fullmatch(dotted))


def _is_keras(dotted: str) -> bool:
    return _KERAS.fullmatch(dotted) is not None


def _is_layers(dotted: str) -> bool:
    module, _, last = dotted.rpartition(".")
    return last == "layers" and _is_keras(module)


def _imports(chunks: Sequence[Chunk]) -> Iterator[tuple[Chunk, tree.Import | tree.ImportFrom]]:
    """Give the imports of the module itself, also those inside its `try` and `if` blocks."""
    for chunk in chunks:
        for statement in _statements(chunk.body):
            if isinstance(statement, tree.Import | tree.ImportFrom):
                yield chunk, statement


def _statements(body: Sequence[Any]) -> Iterator[Any]:
    for statement in body:
        yield statement
        if isinstance(statement, _BLOCKS):
            for block in ("body", "orelse", "handlers", "final"):
                yield from _statements(getattr(statement, block, ()))


def _bound(statement: tree.Import | tree.ImportFrom) -> Iterator[tuple[str, str]]:
    """Give the names that an import binds, with what they are; a star import binds `*`."""
    if isinstance(statement, tree.Import):
        for dotted, alias in statement.names:
            yield (alias, dotted) if alias is not None else (dotted.partition(".")[0],) * 2
    elif not statement.level:
        for name, alias in statement.names:
            yield (alias or name, statement.module if name == "*" else f"{statement.module}.{name}")


def _with_input(text: str, chunk: Chunk, statement: tree.Import | tree.ImportFrom) -> Edit | None:
    """Make the edit that adds `Input` to `from keras.layers import Dense`."""
    if not isinstance(statement, tree.ImportFrom) or chunk.moved is not None or not _is_layers(statement.module):
        return None
    span = chunk.span(statement.start, statement.end)
    code = text[span.start : span.end]
    if "#" in code or "*" in code:
        return None
    if code.endswith(")"):
        code = code[:-1].rstrip()
    end = span.start + len(code.removesuffix(","))
    return Edit(Span(end, end), ", Input")
