"""Files become sources; what is no source says why."""

from __future__ import annotations

import codecs
import json

import pytest

from param_lsp.source.read import (
    SIZE_LIMIT,
    SourceError,
    cells_source,
    decode,
    notebook_source,
    python_source,
    source_of,
)


def notebook(*cells: object, **more: object) -> str:
    return json.dumps({"nbformat": 4, "metadata": {}, "cells": list(cells), **more})


def code(source: object, **more: object) -> dict[str, object]:
    return {"cell_type": "code", "source": source, "outputs": [], **more}


def test_a_notebook_is_its_code_cells_joined() -> None:
    cells = [code("x = 1"), {"cell_type": "markdown", "source": "# a"}, code(["y = 2\n", "z = 3"])]
    source = notebook_source("n.ipynb", notebook(*cells))
    assert source.text == "x = 1\ny = 2\nz = 3"
    assert [(cell.index, source.text[cell.start : cell.end]) for cell in source.cells] == [
        (0, "x = 1"),
        (2, "y = 2\nz = 3"),
    ]


def test_a_notebook_of_worksheets_is_read() -> None:
    sheets = [{"cells": [{"cell_type": "heading", "source": "a"}, {"cell_type": "code", "input": ["x = 1"]}]}]
    source = notebook_source("n.ipynb", json.dumps({"nbformat": 3, "metadata": {}, "worksheets": sheets}))
    assert [(cell.index, source.text) for cell in source.cells] == [(1, "x = 1")]


def test_outputs_and_metadata_are_kept() -> None:
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]},
        {"output_type": "execute_result", "data": {"text/plain": "3", "image/png": "…"}},
        {"output_type": "display_data", "data": {"image/png": "…"}},
        "broken",
    ]
    metadata = {"language_info": {"name": "python", "version": "3.6.9"}}
    source = notebook_source("n.ipynb", notebook(code("x", outputs=outputs), metadata=metadata))
    assert source.cells[0].outputs == ("a\nb", "3")
    assert source.metadata == (("language", "python"), ("python_version", "3.6.9"))


def test_a_notebook_of_another_language_has_nothing_to_analyse() -> None:
    source = notebook_source("n.ipynb", notebook(code("x <- 1"), metadata={"kernelspec": {"language": "R"}}))
    assert (source.text, source.cells) == ("", ())


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "the notebook is empty"),
        ("{", "the notebook is not valid JSON: line 1"),
        ("[1]", "not a notebook"),
        ('{"a": 1}', "not a notebook"),
        ('{"cells": [1]}', "cell 0"),
        ('{"cells": [{"cell_type": "code", "source": 3}]}', "the source of cell 0"),
        ("[" * 100_000, "nested too deeply"),
    ],
)
def test_a_broken_notebook_says_why(data: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as caught:
        notebook_source("n.ipynb", data)
    assert str(caught.value.reason) == str(caught.value)


@pytest.mark.parametrize(
    "data",
    [
        "é = 1".encode(),
        codecs.BOM_UTF8 + "é = 1".encode(),
        codecs.BOM_UTF16_LE + "é = 1".encode("utf-16-le"),
    ],
)
def test_bytes_are_decoded_by_their_mark(data: bytes) -> None:
    assert decode(data) == "é = 1"


def test_bytes_are_decoded_by_their_cookie_in_the_first_two_lines() -> None:
    assert decode(b"# -*- coding: latin-1 -*-\n\xe9 = 1") == "# -*- coding: latin-1 -*-\né = 1"
    assert decode(b"#!python\n# vim: set fileencoding=latin-1 :\n\xe9").endswith("é")
    assert decode(b"x = 1\n# coding: ascii\n\xc3\xa9").endswith("é")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x80abc", "line 1 is not utf-8"),
        (b"x\n\xff", "line 2 is not utf-8"),
        (b"\0\1\2", "binary"),
        (b"# coding: klingon\n", "encoding that is not known: klingon"),
        (b"# coding: rot13\n", "encoding that is not known: rot13"),
        (b"x" * (SIZE_LIMIT * 2), "the file is 10.0 MB, more than the 5 MB"),
    ],
)
def test_bytes_that_are_no_text_say_why(data: bytes, reason: str) -> None:
    with pytest.raises(SourceError, match=reason):
        source_of("a.py", data)


def test_an_editor_s_text_has_the_same_limit() -> None:
    with pytest.raises(SourceError, match="MB"):
        python_source("a.py", "x" * (SIZE_LIMIT + 1))


def test_the_suffix_chooses_the_reader() -> None:
    assert source_of("n.IPYNB", notebook(code("x")).encode()).cells[0].index == 0
    assert source_of("a.md", b"```python\nx\n```\n").text == "x"
    assert source_of("a.py", b"x\n").cells == ()


def test_markdown_takes_python_and_what_looks_like_it() -> None:
    text = (
        "```\npip install keras\n```\n```\nimport keras\n```\n```bash\nls\n```\n```js\nx = 1\n```\n"
        "> ```py\n> x = 1\n> ```\n```{.python}\ny\n```\n````python\n```\nz\n````\n"
        '```\nModel: "a"\n____________\n```\n```python\nlast'
    )
    source = source_of("a.md", text.encode())
    assert [source.text[cell.start : cell.end] for cell in source.cells] == [
        "import keras",
        "  x = 1",
        "y",
        "```\nz",
        "last",
    ]
    assert [cell.index for cell in source.cells] == [0, 1, 2, 3, 4]


def test_saved_pictures_do_not_count_as_code():
    """A notebook may be large through its outputs; its code is held to the limit of a file."""
    picture = {"output_type": "display_data", "data": {"image/png": "A" * (SIZE_LIMIT + 1)}}
    cell = {"cell_type": "code", "source": "x = 1", "outputs": [picture]}
    text = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert source_of("a.ipynb", text.encode()).text == "x = 1"
    cell["source"] = "x" * (SIZE_LIMIT + 1)
    with pytest.raises(SourceError, match="more than the 5 MB"):
        notebook_source("a.ipynb", json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))


def printed(text: str, run: int) -> dict[str, object]:
    return {"outputs": [{"output_type": "stream", "name": "stdout", "text": text}], "execution_count": run}


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["%time a\nb", "c", "c"], ["1\n", "2\n", "3\n"]),
        (["c", "c", "new", "%time a\r\nb"], ["2\n", "3\n", None, "1\n"]),
        (["%time a\nb ", "c"], [None, None]),  # one `c` is gone, and nobody knows which
    ],
)
def test_cells_of_an_editor_keep_the_outputs_of_the_saved_cells_with_their_text(texts, expected) -> None:
    cells = [code("%time a\nb", **printed("1\n", 1)), code("c", **printed("2\n", 2)), code("c", **printed("3\n", 3))]
    recorded = notebook_source("n.ipynb", notebook(*cells))
    source = cells_source("n.ipynb", [("", text) for text in texts], recorded=recorded)
    assert [cell.saved and cell.saved.printed for cell in source.cells] == expected
    assert [cell.outputs for cell in source.cells] == [() if text is None else (text,) for text in expected]
