"""The abstract interpreter: program trees in, a Report out; user code is read, never run."""

from param_lsp.evaluate.aided import with_saved_outputs
from param_lsp.evaluate.memory import Memory
from param_lsp.evaluate.run import Evaluated, evaluate

__all__ = ["Evaluated", "Memory", "evaluate", "with_saved_outputs"]
