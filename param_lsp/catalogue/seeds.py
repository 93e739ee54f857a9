"""The `seed=` argument of layers that draw random numbers."""

from __future__ import annotations

from param_lsp.catalogue.limits import LARGEST_INTEGER
from param_lsp.catalogue.reading import is_unknown, reject
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Polynomial
from param_lsp.values import Arguments


def check_seed(arguments: Arguments) -> None:
    """Reject a seed that is not a Python integer (keras/src/random/seed_generator.py)."""
    seed = arguments.get("seed")
    if seed is None or is_unknown(seed) or isinstance(seed, Polynomial):
        return
    if isinstance(seed, int) and not isinstance(seed, bool):
        if abs(seed) > LARGEST_INTEGER:
            reject(
                "Can't convert Python sequence with out-of-range integer to Tensor.",
                message("`seed` must have at most 64 bits"),
                argument="seed",
            )
        return
    words = f"Argument `seed` must be an integer. Received: seed={str_of(seed)}"
    if isinstance(seed, bool):  # an int to Python, but TensorFlow mixes no bool with an integer
        words = "Can't convert Python sequence with mixed types to Tensor."
    reject(
        words,
        message("`seed` must be an integer, got {value}", value=repr_of(seed)),
        argument="seed",
        short=message("seed must be an integer"),
    )
