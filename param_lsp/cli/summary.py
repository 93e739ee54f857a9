"""`param-lint summary`: the tables of `model.summary()`, from source, as text, JSON or Markdown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from json import dumps

from param_lsp.cli.places import Places, Range
from param_lsp.cli.run import Run
from param_lsp.cli.screen import Screen
from param_lsp.cli.status import FINDINGS
from param_lsp.cli.summary_json import model_json
from param_lsp.features.summary_columns import KERAS, Column
from param_lsp.features.summary_table import markdown_table, table
from param_lsp.report import Model


@dataclass(frozen=True, slots=True)
class Summarised:
    """A model and what turns its places into ranges."""

    model: Model
    places: Places


Writer = Callable[[Screen, Iterable[Summarised], Sequence[Column]], None]


def summary(run: Run, out: Screen, paths: Iterable[str], output_format: str, columns: Sequence[Column] = KERAS) -> int:
    """Write the summaries of all models in these files and give the exit status: 1 when one cannot build.

    Arguments:
        run: analyses the files.
        out: standard output.
        paths: files, folders, or `-`.
        output_format: a key of `FORMATS`.
        columns: of the tables, behind name and shape; JSON has all of them.
    """

    def models() -> Iterable[Summarised]:
        for analysed in run.analyses(paths):
            for model in analysed.analysis.report.models:
                if model.misfit is not None:
                    run.raise_status(FINDINGS)
                yield Summarised(model, analysed.places)

    FORMATS[output_format](out, models(), columns)
    return run.status


def _table(out: Screen, models: Iterable[Summarised], columns: Sequence[Column]) -> None:
    for number, (model, where) in enumerate(_located(models)):
        if number:
            out.line()
        out.line(out.style(f"{where}{_variable(model)}", "dim"))
        for line in table(model, out, columns):
            out.line(line)


def _markdown(out: Screen, models: Iterable[Summarised], columns: Sequence[Column]) -> None:
    for number, (model, where) in enumerate(_located(models)):
        if number:
            out.line()
        out.line(f"### {_variable(model).strip() or model.name or 'model'} ({where})")
        out.line()
        for line in markdown_table(model, columns):
            out.line(line)


def _json(out: Screen, models: Iterable[Summarised], _: Sequence[Column]) -> None:
    entries = [model_json(each.model, each.places) for each in models]
    out.line(dumps({"version": 1, "models": entries}, indent=2))


def _located(models: Iterable[Summarised]) -> Iterable[tuple[Model, Range]]:
    """Give each model with its place: the `summary()` call that saw it, or where it is created."""
    for each in models:
        yield each.model, each.places.range(each.model.at or each.model.place)


def _variable(model: Model) -> str:
    return f" {model.variable}" if model.variable else ""


FORMATS: Mapping[str, Writer] = {"table": _table, "json": _json, "markdown": _markdown}
