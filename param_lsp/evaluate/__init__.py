"""The abstract interpreter: program trees in, a Report out; user code is read, never run."""

from param_lsp.evaluate.run import evaluate

__all__ = ["evaluate"]
