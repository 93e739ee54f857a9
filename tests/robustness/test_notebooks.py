"""Notebooks broken in every way: one sentence says why nothing is analysed, or what can be read is analysed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from param_lsp.analysis import analyze
from param_lsp.features.inlay_hints import inlay_hints
from param_lsp.source import SourceError, source_of

CODE = "import keras\nmodel = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])\nmodel.summary()\n"
CELL: dict[str, Any] = {"cell_type": "code", "source": CODE, "outputs": [], "execution_count": 1, "metadata": {}}
FINE: dict[str, Any] = {"cells": [CELL], "nbformat": 4, "nbformat_minor": 5, "metadata": {}}
ODD: tuple[Any, ...] = (None, 0, -1, 1e400, True, "", "x", [], [None], ["a", 1], {}, {"a": None}, [[]], "\ud800", "\0")


def answered(data: bytes, path: str = "n.ipynb") -> int | None:
    """Give the number of models found, or None for a notebook that is refused in one line."""
    try:
        source = source_of(path, data)
    except SourceError as refused:
        why = str(refused)
    else:
        analysis = analyze(source)
        inlay_hints(analysis)
        return len(analysis.report.models)
    assert why
    assert "\n" not in why
    return None


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Give the paths of all parts of a JSON value."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, part in members for place in places(part, (*path, key)))]


def changed(value: Any, path: tuple[Any, ...], part: Any) -> Any:
    """Give a JSON value with another part at a path; `...` takes it out."""
    if not path:
        return None if part is ... else part
    result = dict(value) if isinstance(value, dict) else list(value)
    if part is ... and len(path) == 1:
        del result[path[0]]
    else:
        result[path[0]] = changed(value[path[0]], path[1:], part)
    return result


RICH: dict[str, Any] = {
    "cells": [
        {"cell_type": "markdown", "source": ["# A title"], "metadata": {}},
        {
            "cell_type": "code",
            "source": CODE.splitlines(keepends=True),
            "execution_count": 3,
            "metadata": {"tags": ["a"]},
            "outputs": [
                {"output_type": "stream", "name": "stdout", "text": ["(60000, 784)\n"]},
                {"output_type": "execute_result", "data": {"text/plain": ["(3, 4)"]}, "execution_count": 3},
                {"output_type": "display_data", "data": {"image/png": "iVBOR"}, "metadata": {}},
                {"output_type": "error", "ename": "E", "evalue": "no", "traceback": ["no"]},
            ],
        },
    ],
    "metadata": {"kernelspec": {"language": "python"}, "language_info": {"name": "python", "version": "3.11"}},
    "nbformat": 4,
}
PLACES = places(RICH)


@pytest.mark.parametrize("part", [..., *ODD], ids=repr)
def test_any_part_may_be_missing_or_odd(part: Any) -> None:
    for path in PLACES:
        answered(json.dumps(changed(RICH, path, part)).encode("utf-8", "surrogatepass"))


def test_a_broken_output_does_not_cost_the_code() -> None:
    for path in PLACES:
        if "outputs" in path or "metadata" in path[:-1]:
            for part in ODD[:-2]:
                if part != "x" or path[-1] not in ("language", "name"):  # a notebook in another language
                    assert answered(json.dumps(changed(RICH, path, part)).encode()) == 1, (path, part)


@settings(max_examples=25, deadline=None)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just(CODE)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=4),
            st.dictionaries(
                st.sampled_from(["cells", "cell_type", "source", "input", "outputs", "data", "text", "worksheets",
                                 "text/plain", "metadata", "execution_count", "output_type", "name"]),
                inner, max_size=4,
            ),
        ),
        max_leaves=12,
    )
)  # fmt: skip
def test_any_json_is_answered(value: Any) -> None:
    answered(json.dumps(value).encode())
    answered(json.dumps({**FINE, "cells": [CELL, value]}).encode())
    answered(json.dumps({**FINE, "cells": [{**CELL, "outputs": [value]}]}).encode())


@pytest.mark.parametrize(
    ("data", "models"),
    [
        (json.dumps(FINE).encode()[:-9], None),
        (b"\xef\xbb\xbf" + json.dumps(FINE).encode(), 1),
        (json.dumps(FINE).encode("utf-16"), 1),
        (json.dumps(FINE).replace("\\n", "\\r\\n").encode(), 1),
        (json.dumps(FINE).replace("\\n", "\\r").encode(), 1),
        (b"[" * 100_000, None),
        (b'{"cells": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", None),
        (json.dumps({"worksheets": [{"cells": [{"cell_type": "code", "input": CODE}]}], "nbformat": 3}).encode(), 1),
        (json.dumps({"worksheets": [], "nbformat": 3}).encode(), 0),
        (json.dumps({**FINE, "cells": [{**CELL, "source": ""}] * 5000 + [CELL]}).encode(), 1),
        (json.dumps({**FINE, "cells": [CELL] * 60}).encode(), 60),
        (json.dumps({**FINE, "cells": [{**CELL, "source": CODE + "x" * 6_000_000}]}).encode(), None),
        (
            json.dumps(
                {**FINE, "cells": [{**CELL, "outputs": [{"output_type": "stream", "text": "(1, 2)\n" * 700_000}]}]}
            ).encode(),
            1,
        ),
        (
            json.dumps(
                {**FINE, "cells": [{**CELL, "outputs": [{"output_type": "stream", "text": "Layer │ " * 9000}] * 50}]}
            ).encode(),
            1,
        ),
    ],
    ids=lambda value: None if isinstance(value, bytes) else repr(value),
)
def test_sizes_and_encodings(data: bytes, models: int | None) -> None:
    assert answered(data) == models


@pytest.mark.parametrize(
    "text",
    [
        "```python\n" + CODE,
        "```python\n" + CODE + "```\n" * 3,
        "> ```py\n> " + CODE.replace("\n", "\n> ") + "\n> ```",
        "`" * 100_000,
        ("~~~\n" * 3000) + CODE,
        "```python\n" + CODE + "```\n\n" + "[" * 50_000,
        "\r".join(["```python", *CODE.splitlines(), "```"]),
    ],
    ids=range(7),
)
def test_any_markdown_is_answered(text: str) -> None:
    assert answered(text.encode(), "README.md") is not None
