"""The abstract interpreter: program trees in, a Report out; user code is read, never run."""

from param_lsp.evaluate.memory import Memory
from param_lsp.evaluate.run import Evaluated, evaluate

__all__ = ["Evaluated", "Memory", "evaluate"]
