"""The front door: a source in, everything known about it out."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from param_lsp import evaluate, rules
from param_lsp.catalogue.legal_values import legal_values
from param_lsp.catalogue.links import documentation
from param_lsp.catalogue.pages import LayerPage, Shown, WeightLine, layer_page, layer_pages, nearest_layer
from param_lsp.message import Message
from param_lsp.report import Ignore, Known, Report
from param_lsp.rules.rule import Finding
from param_lsp.settings import Settings
from param_lsp.source.source import Source
from param_lsp.spans import Span
from param_lsp.syntax import parse_steps
from param_lsp.syntax.program import Program
from param_lsp.versions import doubt_of, keras_of
from param_lsp.workspace import NoWorkspace, WithoutData, Workspace

__all__ = [
    "Analysis",
    "LayerPage",
    "Shown",
    "WeightLine",
    "analyze",
    "analyze_steps",
    "describe",
    "documentation",
    "finished",
    "layer_page",
    "layer_pages",
    "legal_values",
    "nearest_layer",
]


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Analysis:
    """The result for one version of one source."""

    source: Source
    program: Program
    report: Report
    findings: tuple[Finding, ...]
    memory: evaluate.Memory | None = field(default=None, repr=False, compare=False)
    settings: Settings = Settings()  # noqa: RUF009 - frozen
    aided: evaluate.Memory | None = field(default=None, repr=False, compare=False)


def analyze(
    source: Source,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    workspace: Workspace = NoWorkspace(),  # noqa: B008 - stateless
    previous: Analysis | None = None,
) -> Analysis:
    """Analyse a source; raises only for a bug of ours.

    Arguments:
        source: the text.
        settings: the user's choices.
        workspace: where imports and data files may be read.
        previous: the last analysis of an older version of the same source; makes it faster, and lets a statement that
            is broken now keep its last good rows.
    """
    return finished(analyze_steps(source, settings, workspace, previous))


def finished(steps: Generator[None, None, T]) -> T:
    """Run what yields between its pieces to its end, without a pause."""
    results: list[T] = []

    def run() -> Generator[None, None, None]:
        results.append((yield from steps))

    deque(run(), maxlen=0)
    return results[0]


def analyze_steps(
    source: Source, settings: Settings, workspace: Workspace, previous: Analysis | None
) -> Generator[None, None, Analysis]:
    """Analyse piece by piece: yields between chunks so that a server can stop an analysis that is out of date."""
    program = yield from parse_steps(source, previous.program if previous is not None else None)
    files = workspace if settings.read_data else WithoutData(workspace)
    yield
    keras, reason = keras_of(program, settings)
    doubt = doubt_of(program, settings, keras)
    memory = previous.memory if previous is not None else None
    evaluated = yield from evaluate.evaluate(program, files, keras, reason, memory, settings.facts, doubt)
    report = evaluated.report if settings.saved_outputs else replace(evaluated.report, recorded=())
    report = replace(report, ignores=(*_ignores(program), *_ignores_elsewhere(report, workspace)))
    findings = rules.run(report, settings.select, settings.ignore)
    aided = previous.aided if previous is not None else None
    if settings.saved_outputs:
        filled = yield from evaluate.with_saved_outputs(
            program, files, keras, reason, report, aided, settings.facts, doubt
        )
        report, aided = filled.report, filled.memory
    return Analysis(source, program, report, findings, evaluated.memory, settings, aided)


_MARK = "param-lint:"


def _ignores(program: Program) -> Iterator[Ignore]:
    """Read the source's own comments about unwanted findings."""
    source = program.source
    if _MARK not in source.text:
        return
    for chunk in program.chunks:
        if _MARK not in chunk.text:
            continue
        if chunk.problems or chunk.moved is not None:  # it does not parse: any text may be a comment
            spans = [(Span(chunk.start, chunk.start + len(chunk.text)), False)]
        else:
            spans = [(chunk.span(comment.start, comment.end), True) for comment in chunk.comments]
        yield from rules.ignores_in(source.path, source.text, spans)


def _ignores_elsewhere(report: Report, workspace: Workspace) -> Iterator[Ignore]:
    """Read such comments in the imported files that something is found in."""
    for path in sorted({event.place.path for event in report.events} - {report.path}):
        file = workspace.read_text(path, path.replace("\\", "/").rpartition("/")[2])
        if file is not None and _MARK in file.text:
            yield from rules.ignores_in(path, file.text, [(Span(0, len(file.text)), False)])


def describe(known: Known) -> Message | None:
    """Tell in words what a name holds."""
    return known.text
