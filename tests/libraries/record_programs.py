"""Runs the programs in `programs/` with the real libraries and writes down what their names hold.

    python tests/libraries/record_programs.py

It needs NumPy, pandas and scikit-learn.
"""

from __future__ import annotations

import json
import os
import runpy
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

FOLDER = Path(__file__).parent / "programs"
RECORD = FOLDER / "recorded.json"


def described(value: Any) -> Any:
    """Say what a value is: a number itself, of data kind, shape, dtype and column names; None for all else."""
    if isinstance(value, (bool, int, float, np.integer, np.bool_)):
        return {"number": value.item() if isinstance(value, np.generic) else value}
    if isinstance(value, tuple) and all(isinstance(size, int) for size in value):
        return {"tuple": list(value)}
    if isinstance(value, pd.DataFrame):
        return {"frame": list(value.shape), "columns": [str(name) for name in value.columns]}
    if isinstance(value, pd.Series):
        return {"series": len(value), "distinct": int(value.nunique())}
    if isinstance(value, np.ndarray):
        kind = "str" if value.dtype.kind == "U" else str(value.dtype)
        return {"array": list(value.shape), "dtype": kind}
    if hasattr(value, "toarray"):
        return {"array": list(value.shape), "dtype": str(value.dtype)}
    return {"length": len(value)} if isinstance(value, list) else None


def recorded() -> dict[str, dict[str, Any]]:
    """Run all programs."""
    warnings.simplefilter("ignore")
    found = {}
    for path in sorted(FOLDER.glob("*.py")):
        os.chdir(FOLDER)
        names = runpy.run_path(path.name)
        texts = {name: described(value) for name, value in names.items() if not name.startswith("_")}
        found[path.stem] = {name: text for name, text in texts.items() if text is not None}
    return found


if __name__ == "__main__":
    RECORD.write_text(json.dumps(recorded(), indent=1) + "\n", encoding="utf-8")
