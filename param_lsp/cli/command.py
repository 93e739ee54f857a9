"""The command line's words: which commands there are, what they take, and what each hands over to."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace, RawDescriptionHelpFormatter
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from param_lsp import __version__
from param_lsp.cli import screen
from param_lsp.cli.status import FINDINGS, FINE, WRONG_USE
from param_lsp.message import message
from param_lsp.search import STDIN

if TYPE_CHECKING:
    from param_lsp.cli.run import Repair, Run

CHECK_FORMATS: Final = ("concise", "full", "json", "github", "gitlab", "junit", "sarif")
SUMMARY_FORMATS: Final = ("table", "json", "markdown")
LAYER_FORMATS: Final = ("text", "markdown", "json")
_INTERRUPTED: Final = 130
_JOBS: Final = (
    "processes to divide the files between; 0 for one for each processor. Fixes are made by one, and so is everything "
    "on Windows"
)
_EPILOG = """\
exit status:
  0    nothing above information
  1    warnings or errors were found, or `summary` met a model that cannot build
  2    wrong use, or a file or setting that cannot be read (it is named, the others are still done)
  101  a bug of param-lint

param-lint reads your code and never runs it."""


def run_command(arguments: Sequence[str]) -> int:
    """Run one command and give its exit status.

    Arguments:
        arguments: those behind the command's name, without `server`.
    """
    out, error = screen.out(), screen.error()
    try:
        status = _dispatch(_parser().parse_args(arguments), out, error)
        out.flush()
    except BrokenPipeError:
        _give_up_output()  # `| head` has read enough
        return FINDINGS  # not everything was said, so nobody may take this for "nothing found"
    except OSError as problem:  # files that are read are guarded where they are
        _give_up_output()
        reason = problem.strerror or str(problem)
        error.line(str(message("what was found cannot be written: {reason}", reason=reason)))
        return WRONG_USE
    except KeyboardInterrupt:
        return _INTERRUPTED
    return status


def _give_up_output() -> None:
    """Keep Python from complaining once more while it closes standard output."""
    with suppress(OSError, ValueError):  # it may be no file at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(asked: Namespace, out: screen.Screen, error: screen.Screen) -> int:
    """Hand over to the command, and import nothing for it that it does not need: a rule's page needs no parser."""
    if asked.command == "clean":
        out.line(str(message("param-lint keeps nothing between runs: there is nothing to remove.")))
        return FINE
    if asked.command in {"explain", "rules"}:
        from param_lsp.cli import explain

        if asked.command == "rules":
            return explain.list_rules(asked.format, out)
        return explain.explain(asked.rule, out, error)
    if asked.command == "layers":
        from param_lsp.cli import layers

        if asked.name is None:
            return layers.list_layers(asked.format, out)
        return layers.show_layer(asked.name, asked.format, out, error)
    if asked.command is None and not asked.show_settings:
        _parser().print_help(sys.stderr)
        return WRONG_USE
    return _analyse(asked, out, error)


def _analyse(asked: Namespace, out: screen.Screen, error: screen.Screen) -> int:
    from param_lsp.cli.run import Run

    chosen = _chosen(asked, error)
    if chosen is None:
        return WRONG_USE
    run = Run(error, chosen, getattr(asked, "stdin_filename", None), _repair(asked, out))
    if asked.show_settings:
        from param_lsp.cli.show_settings import show_settings

        return show_settings(run, out, ".")
    paths = asked.paths or ["."]
    if asked.command == "check":
        return _check(run, asked, paths, out, error)
    if asked.command == "summary":
        return _summary(run, asked, paths, out, error)
    if asked.command == "report":
        from param_lsp.cli.report import report

        return report(run, out, error, paths, asked.output)
    from param_lsp.cli.hints import hints

    return hints(run, out, paths)


def _summary(run: Run, asked: Namespace, paths: Sequence[str], out: screen.Screen, error: screen.Screen) -> int:
    from param_lsp.cli.summary import summary
    from param_lsp.features.summary_columns import chosen_columns

    columns = chosen_columns(asked.columns)
    if isinstance(columns, tuple):
        return summary(run, out, paths, asked.format, columns)
    error.line(str(columns))
    return WRONG_USE


def _check(run: Run, asked: Namespace, paths: Sequence[str], out: screen.Screen, error: screen.Screen) -> int:
    from param_lsp.cli import fix
    from param_lsp.cli.check import check
    from param_lsp.cli.found import findings_of

    if asked.diff:
        return fix.diff(run, out, paths, exit_zero=asked.exit_zero)
    output_format = _check_format(asked, out)
    if asked.fix:
        said = out if output_format in {"concise", "full"} else error
        listed = error if STDIN in paths else out  # standard output then holds the fixed text
        files = fix.fixed(run, out, said if listed is out else error, paths)
        return check(run, listed, findings_of(files), output_format, exit_zero=asked.exit_zero)
    found = findings_of(run.analyses(paths))
    if asked.jobs != 1:
        from param_lsp.cli.jobs import found_by_jobs, processes

        jobs = processes(asked.jobs)
        found = found_by_jobs(run, paths, jobs) if jobs > 1 else found
    return check(run, out, found, output_format, exit_zero=asked.exit_zero)


def _check_format(asked: Namespace, out: screen.Screen) -> str:
    """Give the format in which findings are written: full on a terminal and concise elsewhere, unless chosen."""
    chosen: str | None = asked.output_format
    return chosen or ("full" if out.is_terminal else "concise")


def _repair(asked: Namespace, out: screen.Screen) -> Repair:
    """Tell whether fixes are made, only told about, or not asked for: trying them takes another analysis or more."""
    if asked.command != "check":
        return "none"
    if asked.fix or asked.diff:
        return "make"
    return "offer" if _check_format(asked, out) in {"full", "json"} else "none"


def _chosen(asked: Namespace, error: screen.Screen) -> dict[str, Any] | None:
    """Give the settings that `--select` and `--ignore` choose; None when a rule is not known."""
    from param_lsp.rules import all_rules
    from param_lsp.settings import read_options

    written = {
        name: [code.strip() for part in given for code in part.split(",") if code.strip()]
        for name in ("select", "ignore")
        if (given := getattr(asked, name, None)) is not None
    }
    values, problems = read_options(written, "command line", [rule.code for rule in all_rules()])
    for problem in problems:
        error.line(f"--{problem}")
    return None if problems else values


def _parser() -> ArgumentParser:
    parser = ArgumentParser(
        prog="param-lint",
        description="Shapes, parameters and misfits of Keras models, read from their source.",
        epilog=_EPILOG,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"param-lint {__version__}")
    parser.add_argument("--show-settings", action="store_true", help="show the settings that hold here, and end")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")
    paths = "files, folders (searched for .py and .ipynb, as .gitignore leaves them), or - for standard input"

    command = commands.add_parser("check", help="find models that cannot build, and other mistakes")
    command.add_argument("paths", nargs="*", metavar="PATH", help=f"{paths}; the current folder by default")
    command.add_argument("--output-format", choices=CHECK_FORMATS, help="full on a terminal, else concise")
    command.add_argument("--select", action="append", metavar="RULES", help="rules to run, with commas between them")
    command.add_argument("--ignore", action="append", metavar="RULES", help="rules not to run")
    command.add_argument("--fix", action="store_true", help="make the fixes that are certain, in the files")
    command.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")
    command.add_argument("--exit-zero", action="store_true", help="end with status 0 also when something was found")
    command.add_argument("--no-cache", action="store_true", help="keep nothing between runs, as it always is")
    command.add_argument("-j", "--jobs", type=_jobs, default=1, metavar="N", help=_JOBS)
    _add_stdin_filename(command)

    command = commands.add_parser("summary", help="print the tables of model.summary(), from source")
    command.add_argument("paths", nargs="*", metavar="PATH", help=f"{paths}; the current folder by default")
    command.add_argument("--format", choices=SUMMARY_FORMATS, default="table", help="table by default")
    command.add_argument(
        "--columns", metavar="NAMES", help="params, trainable, bytes, macs, activations, with commas between them"
    )
    _add_stdin_filename(command)

    command = commands.add_parser("report", help="write the models of some files as one HTML page")
    command.add_argument("paths", nargs="+", metavar="FILE", help=paths)
    command.add_argument("--html", action="store_true", help="as HTML, the only form there is")
    command.add_argument("-o", "--output", metavar="FILE", help="where to write it; standard output by default")
    _add_stdin_filename(command)

    command = commands.add_parser("hints", help="print a source with the hints drawn in, as an editor shows them")
    command.add_argument("paths", nargs="+", metavar="FILE", help="a file, or - for standard input")
    _add_stdin_filename(command)

    command = commands.add_parser("explain", help="print the page of a rule")
    command.add_argument("rule", metavar="RULE")
    command = commands.add_parser("rules", help="list all rules")
    command.add_argument("--format", choices=("table", "json"), default="table")

    command = commands.add_parser("layers", help="list the layers of Keras, or tell what one takes, holds and gives")
    command.add_argument("name", nargs="?", metavar="NAME", help="a layer class, or another name of it (MaxPool2D)")
    command.add_argument("--format", choices=LAYER_FORMATS, default="text", help="text by default")

    commands.add_parser("server", help="start the language server (standard input and output, or --tcp HOST:PORT)")
    commands.add_parser("clean", help="remove what is kept between runs: nothing is")
    return parser


def _jobs(written: str) -> int:
    """Read a number of processes; argparse tells about what is raised."""
    if not written.isdecimal():
        said = message("it must be a number of processes, 0 for one for each processor, got {value}", value=written)
        raise ArgumentTypeError(str(said))
    return int(written)


def _add_stdin_filename(command: ArgumentParser) -> None:
    command.add_argument("--stdin-filename", metavar="PATH", help="what standard input is called")
