"""Counts why models in programs and notebooks are not known completely: what to follow next.

    python benchmarks/reasons.py FOLDER [--without-saved-outputs] [--most 10] [--where TEMPLATE]

It analyses every `.py`, `.ipynb` and `.md` below the folder; none of them is run.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from param_lsp.analysis import analyze
from param_lsp.message import Message
from param_lsp.report import Model
from param_lsp.settings import Settings
from param_lsp.source.read import SourceError, source_of
from param_lsp.workspace import NoWorkspace

SUFFIXES = (".py", ".ipynb", ".md")


def models(folder: Path, settings: Settings) -> Iterator[tuple[Path, Model]]:
    """Give all models of the files below a folder, as they end."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file()):
        try:
            report = analyze(source_of(path.name, path.read_bytes()), settings, NoWorkspace()).report
        except SourceError as problem:
            print(f"{path}: {problem}")
            continue
        yield from ((path, model) for model in report.models if model.at is None)


def reasons(model: Model) -> list[Message]:
    """Give why a model is not known completely, each reason once, a misfit as one."""
    if model.misfit is not None:
        return [model.misfit.message]
    found = [*model.unknown, *(row.unknown for row in model.rows if row.unknown is not None)]
    return list({str(reason): reason for reason in found}.values())


def template(reason: Message) -> str:
    """Give the template of a reason, with the templates of the messages in it."""
    values = {name: template(value) if isinstance(value, Message) else f"<{name}>" for name, value in reason.values}
    return reason.template.format(**values) if values else reason.template


def main() -> None:
    """Print the shares and the most frequent first reasons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--without-saved-outputs", action="store_true")
    parser.add_argument("--most", type=int, default=10)
    parser.add_argument("--where", help="name the files in which this template is a first reason")
    asked = parser.parse_args()
    counts: Counter[str] = Counter()
    examples: dict[str, list[str]] = defaultdict(list)
    kinds: Counter[str] = Counter()
    for path, model in models(asked.folder, Settings(saved_outputs=not asked.without_saved_outputs)):
        kinds["complete" if model.complete else "does not build" if model.misfit is not None else "incomplete"] += 1
        if model.complete or model.misfit is not None:
            continue
        first = next(iter(reasons(model)), Message("no reason is given"))  # the others mostly follow from it
        counts[template(first)] += 1
        examples[template(first)].append(f"{path}: {first}")
    print(", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common()))
    for text, count in counts.most_common(asked.most):
        print(f"{count:5}  {text}")
        if asked.where is not None and asked.where in text:
            print("".join(f"         {example}\n" for example in examples[text]), end="")


if __name__ == "__main__":
    main()
