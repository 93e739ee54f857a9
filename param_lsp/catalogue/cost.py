"""What a layer costs: multiply–adds for one sample, by a convention that is stated here and checked by a count.

A multiply–add is one multiplication with the addition that takes it up (2 FLOPs). Counted are the products of matrices
and the convolutions of inference: those with kernels, and those of attention and `Dot` between inputs. A padded window
counts in full, as it is computed. Not counted are biases, activations, normalizations, pooling, lookups and all else
that goes element by element, nor what training adds. `tests/oracle/test_cost.py` holds it against the products that
Keras really computes.
"""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.shapes import Count, Dim, product
from param_lsp.values import Weight


def each_place(weights: Iterable[Weight], places: Iterable[Dim]) -> Count | None:
    """Give the multiply–adds of kernels that are applied once at each of some places.

    Arguments:
        weights: of which those named a kernel take part: every number of a kernel is multiplied once at each place.
        places: the sizes whose product is the number of places (the output's height and width, the time steps, …).

    Returns:
        None where a size is Keras's None.
    """
    kernels: Count = 0
    for weight in weights:
        if weight.name.rpartition("/")[2].endswith("kernel"):
            kernels = kernels + weight.params
    return product((*places, kernels))


def output_dtype(policy: str) -> str:
    """Give the type of a layer's outputs by its dtype policy (keras/src/dtype_policies/dtype_policy.py)."""
    return policy.removeprefix("mixed_").rpartition("_from_")[2]


def together(costs: Iterable[Count | None]) -> Count | None:
    """Add costs; None where one of them cannot be told."""
    total: Count = 0
    for cost in costs:
        if cost is None:
            return None
        total = total + cost
    return total
