"""Notebooks as one program: their code cells joined by line breaks, with what the last run printed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from param_lsp.message import message
from param_lsp.source.decode import NOTEBOOK_LIMIT, SourceError, check_size
from param_lsp.source.lines import line_starts
from param_lsp.source.magics import blank_magics
from param_lsp.source.source import Cell, Saved, Source


def notebook_source(path: str, data: str) -> Source:
    """Read the JSON of a notebook (nbformat 4, or the worksheets of nbformat 3).

    Raises:
        SourceError: when it is no notebook.
    """
    check_size(len(data), NOTEBOOK_LIMIT)
    notebook = _notebook(data)
    metadata = _metadata(notebook)
    language = dict(metadata).get("language", "python").lower()
    if not language.startswith(("python", "ipython")):
        return Source(path, "", (), metadata, (0,))
    found = [(index, cell) for index, cell in enumerate(_cells(notebook)) if cell.get("cell_type") == "code"]
    codes = [
        ("", index, _text(cell.get("source", cell.get("input", "")), index), _outputs(cell)) for index, cell in found
    ]
    check_size(sum(len(code) for _, _, code, _ in codes))
    return joined(path, codes, metadata, saved=[_saved(cell) for _, cell in found])


def cells_source(
    path: str,
    cells: Iterable[tuple[str, str] | None],
    metadata: tuple[tuple[str, str], ...] = (),
    recorded: Source | None = None,
) -> Source:
    """Join the cells of a notebook that is open in an editor.

    Arguments:
        path: the notebook, as the editor names it.
        cells: (key, text) of each code cell in order; None for a cell that is no code, so that the others keep their
            index among all cells.
        metadata: of the notebook: "language", "python_version".
        recorded: the notebook as it was saved, whose outputs are those of the cells with the same text.
    """
    named = [(index, cell) for index, cell in enumerate(cells) if cell is not None]
    left = _left([text for _, (_, text) in named], recorded) if recorded is not None else [None] * len(named)
    codes = [
        (key, index, text, before.outputs if before is not None else ())
        for (index, (key, text)), before in zip(named, left, strict=True)
    ]
    saved = [before.saved if before is not None else None for before in left]
    return joined(path, codes, metadata, saved=saved)


def _left(texts: Sequence[str], recorded: Source) -> list[Cell | None]:
    """Find each text's cell in a saved notebook; of cells with one text, only where all of them are still there."""
    text = recorded.text if recorded.original is None else recorded.original
    by_text: dict[str, list[Cell]] = {}
    for cell in recorded.cells:
        by_text.setdefault(_with_one_break(text[cell.start : cell.end]), []).append(cell)
    keys = list(map(_with_one_break, texts))
    counts = Counter(keys)
    waiting = {key: iter(found) for key, found in by_text.items() if len(found) == counts[key]}
    return [next(waiting[key]) if key in waiting else None for key in keys]


def _with_one_break(text: str) -> str:
    """Write line breaks in one way: an editor may send other ones than the file holds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def joined(
    path: str,
    codes: Sequence[tuple[str, int, str, tuple[str, ...]]],
    metadata: tuple[tuple[str, str], ...] = (),
    first_lines: Sequence[int] | None = None,
    saved: Sequence[Saved | None] | None = None,
) -> Source:
    """Join cells, given as (key, index, text, outputs), with a line break between any two; magics are blanked."""
    cells: list[Cell] = []
    texts: list[str] = []
    originals: list[str] = []
    start = 0
    for place, (key, index, code, outputs) in enumerate(codes):
        text = blank_magics(code, cell=True)
        # A `\r` that ends a cell and the joining `\n` would be one line break, and lines would be counted wrongly.
        if text.endswith("\r"):
            text = text[:-1] + "\n"
        first_line = first_lines[place] if first_lines else 0
        left = saved[place] if saved else None
        cells.append(Cell(key, index, start, start + len(text), first_line, outputs, left))
        texts.append(text)
        originals.append(code)
        start += len(text) + 1
    text = "\n".join(texts)
    original = "\n".join(originals)
    return Source(path, text, tuple(cells), metadata, line_starts(text), original if original != text else None)


def _notebook(data: str) -> Mapping[str, Any]:
    if not data.strip():
        raise SourceError(message("the notebook is empty"))
    try:
        notebook = json.loads(data)
    except RecursionError:
        raise SourceError(message("the notebook is nested too deeply")) from None
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        why = getattr(error, "msg", str(error))
        raise SourceError(
            message("the notebook is not valid JSON: line {line}: {why}; mend that line", line=line, why=why)
        ) from None
    if not isinstance(notebook, dict):
        raise SourceError(message("the file is JSON, but not a notebook: it has no cells"))
    return notebook


def _cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give all cells, markdown ones included; a notebook of format 3 keeps them in worksheets."""
    cells = notebook.get("cells")
    if cells is None and isinstance(notebook.get("worksheets"), list):
        cells = [
            cell for sheet in notebook["worksheets"] if isinstance(sheet, dict) for cell in sheet.get("cells") or ()
        ]
    if not isinstance(cells, list):
        raise SourceError(message("the file is JSON, but not a notebook: it has no cells"))
    for index, cell in enumerate(cells):
        if not isinstance(cell, dict):
            raise SourceError(message("cell {index} of the notebook is not an object", index=index))
    return cells


def _text(value: object, index: int) -> str:
    """Join the lines of a multiline string of a notebook."""
    if isinstance(value, str):
        return value
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "".join(value)
    raise SourceError(message("the source of cell {index} of the notebook is not text", index=index))


def _outputs(cell: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the texts that a cell printed; whatever is not text is left out, broken outputs too."""
    return tuple([text for output in _output_list(cell) if (text := _output_text(output))])


def _saved(cell: Mapping[str, Any]) -> Saved | None:
    """Tell apart what a cell printed and the value it ends with (format 3 says `pyout`, `stream`, `prompt_number`)."""
    outputs = _output_list(cell)
    run = cell.get("execution_count", cell.get("prompt_number"))
    run = run if isinstance(run, int) and not isinstance(run, bool) and run > 0 else None  # Colab writes 0 for none
    if not outputs:
        return None if run is None else Saved(run=run)
    printed = [
        _output_text(output)
        for output in outputs
        if output.get("output_type") == "stream" and output.get("name", output.get("stream", "stdout")) == "stdout"
    ]
    results = [_output_text(output) for output in outputs if output.get("output_type") in ("execute_result", "pyout")]
    return Saved("".join(printed), results[0] if len(results) == 1 else None, run)


def _output_list(cell: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    outputs = cell.get("outputs")
    return [output for output in outputs if isinstance(output, dict)] if isinstance(outputs, list) else []


def _output_text(output: Mapping[str, Any]) -> str:
    data = output.get("data")
    value = output.get("text") or (data.get("text/plain") if isinstance(data, dict) else None)
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _metadata(notebook: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Give the language and its version where the notebook tells them."""
    metadata = notebook.get("metadata")
    if not isinstance(metadata, dict):
        return ()
    info, kernel = metadata.get("language_info"), metadata.get("kernelspec")
    info = info if isinstance(info, dict) else {}
    kernel = kernel if isinstance(kernel, dict) else {}
    found = {"language": info.get("name") or kernel.get("language"), "python_version": info.get("version")}
    return tuple((name, value) for name, value in found.items() if isinstance(value, str))
