"""Programs that prepare data, held against what the real libraries gave (`record_programs.py` wrote it down).

Whatever is known must be right; what a program's last comment (`# open: …`) does not name must be known.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from param_lsp.analysis import analyze
from param_lsp.settings import Settings
from param_lsp.shapes import UnknownDim, UnknownShape
from param_lsp.source import python_source
from param_lsp.values import Array, Frame, ListValue, NumpyScalar, Series, Unknown, Value
from param_lsp.workspace import FolderWorkspace

FOLDER = Path(__file__).parent / "programs"
RECORDED: dict[str, dict[str, Any]] = json.loads((FOLDER / "recorded.json").read_text("utf-8"))
_OPEN = re.compile(r"^# open: (.*)$", re.MULTILINE)


def held(program: str) -> dict[str, Value]:
    """Evaluate a program and give what its names hold."""
    text = (FOLDER / f"{program}.py").read_text("utf-8")
    # chunks that no model depends on are not evaluated
    text += "\nimport keras\nkeras.Sequential([" + ", ".join(RECORDED[program]) + "])\n"
    analysis = analyze(python_source(str(FOLDER / "program.py"), text), Settings(), FolderWorkspace(FOLDER))
    assert analysis.memory is not None
    return analysis.memory.machine.scope.names


def open_names(program: str) -> set[str]:
    """Give the names that may be unknown."""
    found = _OPEN.search((FOLDER / f"{program}.py").read_text("utf-8"))
    return set(found[1].split(", ")) if found else set()


@pytest.mark.parametrize("program", RECORDED)
def test_what_is_known_is_what_the_libraries_give(program: str) -> None:
    names = held(program)
    wrong = {}
    for name, real in RECORDED[program].items():
        said = disagreement(names.get(name), real)
        if said:
            wrong[name] = said
    assert wrong == {}


@pytest.mark.parametrize("program", RECORDED)
def test_what_can_be_known_is(program: str) -> None:
    names = held(program)
    unknown = {
        name: repr(names.get(name))[:200]
        for name, real in RECORDED[program].items()
        if name not in open_names(program) and not is_known(names.get(name), real)
    }
    assert unknown == {}


def disagreement(value: Value, real: dict[str, Any]) -> str | None:  # noqa: C901 - one line a kind of value
    """Say what is wrong about our value; None when nothing is, or nothing is known."""
    if value is None or isinstance(value, Unknown):
        return None
    shape = shape_of(value)
    if "number" in real:
        number = value.value if isinstance(value, NumpyScalar) else value
        if isinstance(value, Array) and value.shape == ():
            return None
        return None if fits(number, real["number"]) else f"{real['number']}, ours {value!r}"
    wanted = next(wanted if isinstance(wanted, list) else [wanted] for key, wanted in real.items() if key != "dtype")
    if "tuple" in real:
        shape = value if isinstance(value, tuple) else shape
    if "length" in real:
        shape = (len(value.items),) if isinstance(value, ListValue) and value.unknown is None else None
    if shape is None:
        return None
    if len(shape) != len(wanted) or not all(map(fits, shape, wanted)):
        return f"{real}, ours {value!r}"
    if isinstance(value, Array) and value.dtype is not None and "dtype" in real and not same_dtype(value, real):
        return f"{real}, ours {value!r}"
    if isinstance(value, Frame) and value.columns is not None and list(map(str, value.columns)) != real["columns"]:
        return f"{real}, ours {list(value.columns)}"
    if isinstance(value, Series) and value.column.distinct is not None and value.column.distinct != real["distinct"]:
        return f"{real}, ours {value!r}"
    return None


def same_dtype(value: Array, real: dict[str, Any]) -> bool:
    """Tell whether types are the same: pandas 3 reads texts as `str`, older ones as `object`."""
    return value.dtype == real["dtype"] or {value.dtype, real["dtype"]} <= {"str", "object"}


def shape_of(value: Value) -> tuple[Any, ...] | None:
    """Give a shape as far as it is known."""
    if isinstance(value, Frame):
        return value.rows, value.width
    if isinstance(value, Series):
        return (value.rows,)
    return value.shape if isinstance(value, Array) and not isinstance(value.shape, UnknownShape) else None


def fits(ours: Any, real: Any) -> bool:
    """Tell whether a size or number may be the real one."""
    if isinstance(ours, UnknownDim):
        return (ours.low is None or ours.low <= real) and (ours.high is None or real <= ours.high)
    return bool(ours == real) or (isinstance(real, float) and isinstance(ours, float) and abs(ours - real) < 1e-9)


def is_known(value: Value, real: dict[str, Any]) -> bool:
    """Tell whether all sizes are known."""
    if "number" in real:
        number = value.value if isinstance(value, NumpyScalar) else value
        return isinstance(number, (int, float))
    if "tuple" in real and isinstance(value, tuple):
        return all(isinstance(size, int) for size in value)
    if "length" in real:
        return (isinstance(value, ListValue) and value.unknown is None) or getattr(value, "type", "") == "builtins.list"
    shape = shape_of(value)
    return shape is not None and all(isinstance(size, int) for size in shape)
