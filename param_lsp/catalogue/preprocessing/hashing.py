"""Categories by hash: Hashing and HashedCrossing."""

from __future__ import annotations

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.preprocessing.checks import reject_comparison, string_arg
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, members, require_known, size
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Shape, Shapes, ShapeTree, UnknownShape, is_known
from param_lsp.values import Applied, Arguments, ListValue, NumpyScalar, Value
from param_lsp.wording import shape as shape_text

MODES = ("int", "one_hot", "multi_hot", "count")


class Hashing(Layer):
    """keras/src/layers/preprocessing/hashing.py."""

    name = "Hashing"
    gives_floats = False
    signature = "num_bins, mask_value=None, salt=None, output_mode='int', sparse=False, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Reject a number of bins that is not positive, an unknown mode and an odd salt."""
        bins, mode = arguments["num_bins"], arguments["output_mode"]
        if bins is not None:
            reject_comparison("num_bins", bins, "<=")
        number = bins.value if isinstance(bins, NumpyScalar) else bins
        if bins is None or (isinstance(number, int | float) and number <= 0):
            reject(
                "The `num_bins` for `Hashing` cannot be `None` or non-positive values. "
                f"Received: num_bins={str_of(bins)}.",
                message("`num_bins` must be above zero, got {value}", value=repr_of(bins)),
                argument="num_bins",
            )
        dtype = arguments.get("dtype")
        if mode == "int" and isinstance(dtype, str) and dtype not in ("int32", "int64"):
            reject(
                "When `output_mode=\"int\"`, `dtype` should be an integer type, 'int32' or 'in64'. "
                f"Received: dtype={dtype}",
                message("`dtype` must be an integer type, got {value}", value=repr_of(dtype)),
                argument="dtype",
            )
        if not is_unknown(mode) and mode not in MODES:
            reject(
                f"Invalid value for argument `output_mode`. Expected one of {MODES}. "
                f"Received: output_mode={str_of(mode)}",
                message("`output_mode` cannot be {value}", value=repr_of(mode)),
                argument="output_mode",
            )
        if mode == "int" and not is_unknown(arguments["sparse"]) and flag(arguments, "sparse"):
            reject(
                '`sparse` may only be true if `output_mode` is `"one_hot"`, `"multi_hot"`, or `"count"`. '
                f"Received: sparse={str_of(arguments['sparse'])} and output_mode=int",
                message('`sparse` does not go with `output_mode="int"`'),
                argument="sparse",
            )
        check_salt(arguments["salt"], "Hashing", "a tuple of size 2 integers")

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the input's shape, or one with the bins in place of the last axis."""
        if require_known("output_mode", arguments["output_mode"]) == "int":
            return shape
        return (*shape[:-1], size("num_bins", arguments["num_bins"]))


class HashedCrossing(Layer):
    """keras/src/layers/preprocessing/hashed_crossing.py: crosses two features."""

    name = "HashedCrossing"
    gives_floats = False
    signature = "num_bins, output_mode='int', sparse=False, name=None, dtype=None, **kwargs"
    any_keywords = True

    def check(self, arguments: Arguments) -> None:
        """Reject an unknown mode."""
        string_arg(self.name, arguments, "output_mode", ("int", "one_hot"))

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Give the first input's shape, or one with the bins."""
        got = shape_text(inputs)
        if isinstance(inputs, UnknownShape):
            raise Unfollowed(inputs.reason)
        items = inputs.items if isinstance(inputs, Shapes) else ()
        if len(items) != 2:
            reject(
                f"Expected as input a list/tuple of 2 tensors. Received input_shape={got}",
                message("HashedCrossing wants two inputs, gets {shape}", shape=got),
                rule="incompatible-rank",
                short=message("wants 2 inputs, gets {shape}", shape=got),
            )
        first, second = items
        if not isinstance(first, tuple) or not isinstance(second, tuple) or not first or not second:
            raise Unfollowed(message("an input is not a tensor with axes"))
        if is_known(first[-1]) and is_known(second[-1]) and first[-1] != second[-1]:
            reject(
                f"Expected the two input tensors to have identical shapes. Received input_shape={got}",
                message("HashedCrossing wants two equal shapes, gets {shape}", shape=got),
                rule="incompatible-axis",
                short=message("wants equal shapes, gets {shape}", shape=got),
            )
        if require_known("output_mode", arguments["output_mode"]) == "int":
            return Applied(first)
        bins = size("num_bins", arguments["num_bins"])
        if is_known(first[-1]):
            return Applied((*first[:-1], bins) if first[-1] == 1 else (*first, bins))
        return Applied(UnknownShape(message("whether the last axis has size 1 is not known")))


def check_salt(salt: Value, layer: str, pair: str) -> None:
    """Reject a salt that is neither an integer nor two; `pair` is what Keras calls two of them."""
    if salt is None or is_unknown(salt) or isinstance(salt, int):
        return
    if isinstance(salt, tuple | ListValue) and len(members(salt) or ()) == 2:
        return
    reject(
        f"The `salt` argument for `{layer}` can only be {pair}, or a single integer. Received: salt={str_of(salt)}.",
        message("`salt` must be an integer or two, got {value}", value=repr_of(salt)),
        argument="salt",
    )
