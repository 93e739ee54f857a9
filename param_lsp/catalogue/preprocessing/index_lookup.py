"""What lookups by a vocabulary share (keras/src/layers/preprocessing/index_lookup.py)."""

from __future__ import annotations

from typing import ClassVar

from param_lsp.catalogue import base
from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.limits import LARGEST_LIST
from param_lsp.catalogue.preprocessing.checks import reject_comparison, string_arg
from param_lsp.catalogue.preprocessing.hashing import MODES, check_salt
from param_lsp.catalogue.preprocessing.numbers import one_hot
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, members, require_known, size, unknown_members
from param_lsp.catalogue.signature import parse_signature
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Dim, Shape, ShapeTree, UnknownDim
from param_lsp.values import Arguments, Array, ListValue, NumpyScalar, Value

ALL_MODES = (*MODES, "tf_idf")
_OLDER_MODES = {"binary": "multi_hot", "tf-idf": "tf_idf"}
_LEFT_OUT = ("trainable", "dtype", "vocabulary_size", "has_input_vocabulary")  # taken, and not looked at


class Lookup(Layer):
    """A layer that turns words or numbers into their places in a vocabulary."""

    gives_floats = False
    order: ClassVar[tuple[str, ...]] = ("check", "check_index", "check_base", "check_late")
    kind: ClassVar[str] = "string"
    """What its vocabulary holds (`vocabulary_dtype`)."""

    def check_index(self, arguments: Arguments) -> None:
        """Reject what IndexLookup's constructor rejects before it calls the base layer's."""
        most = arguments["max_tokens"]
        if most is not None:
            reject_comparison("max_tokens", most, "<=")
        if isinstance(most, int | float) and most <= 1:
            reject_most("If set, `max_tokens` must be greater than 1.", most)
        if most is None and not is_unknown(arguments["pad_to_max_tokens"]) and flag(arguments, "pad_to_max_tokens"):
            reject(
                "If pad_to_max_tokens is True, must set `max_tokens`. Received: max_tokens=None",
                message("`pad_to_max_tokens` needs `max_tokens`"),
                argument="pad_to_max_tokens",
            )
        count = arguments.get("num_oov_indices", 1)
        reject_comparison("num_oov_indices", count, "<")
        if isinstance(count, int | float) and count < 0:
            reject_oov("`num_oov_indices` must be greater than or equal to 0.", count)
        self.check_salt(arguments)
        mode = read_mode(self.name, arguments)
        if not is_unknown(arguments["invert"]) and flag(arguments, "invert") and not is_unknown(mode) and mode != "int":
            reject(
                f"`output_mode` must be `'int'` when `invert` is true. Received: output_mode={mode}",
                message('`invert` needs `output_mode="int"`'),
                argument="output_mode",
            )
        if mode == "int" and not is_unknown(arguments["sparse"]) and flag(arguments, "sparse"):
            reject(
                "`sparse` may only be true if `output_mode` is `'one_hot'`, `'multi_hot'`, `'count'` or `'tf_idf'`. "
                f"Received: sparse={str_of(arguments['sparse'])} and output_mode=int",
                message('`sparse` does not go with `output_mode="int"`'),
                argument="sparse",
            )
        idf = arguments["idf_weights"]
        if idf is not None and not is_unknown(idf) and not is_unknown(mode) and mode != "tf_idf":
            reject(
                "`idf_weights` should only be set if `output_mode` is `'tf_idf'`. "
                f"Received: idf_weights={str_of(idf)} and output_mode={mode}",
                message('`idf_weights` needs `output_mode="tf_idf"`'),
                argument="idf_weights",
            )

    def check_salt(self, arguments: Arguments) -> None:
        """Reject how tokens outside of the vocabulary are hashed."""
        if arguments.get("oov_method") is not None:
            string_arg(self.name, arguments, "oov_method", ("floormod", "farmhash"))
        salt = arguments.get("salt")
        method = arguments.get("oov_method", "floormod")
        if salt is not None and not is_unknown(salt) and self.kind != "string" and method == "floormod":
            reject(
                f"`salt` can only be used when `oov_method='farmhash'`. Received: oov_method={method}",
                message('`salt` needs `oov_method="farmhash"`'),
                argument="salt",
            )
        check_salt(salt, "IndexLookup", "a tuple of 2 integers")

    def check_base(self, arguments: Arguments) -> None:
        """Reject a bad name, and keywords that are not known; the base layer is given the name alone."""
        base.check_name(arguments)
        own = {parameter.name for parameter in parse_signature(self.signature).parameters} | set(self.extra_keywords)
        unknown = {name: value for name, value in arguments.given.items() if name not in own and name not in _LEFT_OUT}
        if unknown:
            words = f"Unrecognized keyword argument(s): {base.keywords_text(unknown)}"
            base.reject_unexpected(self.name, next(iter(unknown)), words, own)

    def check_late(self, arguments: Arguments) -> None:
        """Reject a vocabulary that does not fit."""
        vocabulary = arguments["vocabulary"]
        tf_idf = arguments["output_mode"] in ("tf_idf", "tf-idf")
        if tf_idf and vocabulary is not None and arguments["idf_weights"] is None:
            reject(
                "When specifying the `vocabulary` argument, in TF-IDF output mode, the `idf_weights` argument must "
                "also be provided.",
                message("a vocabulary with TF-IDF needs `idf_weights`"),
                argument="vocabulary",
            )
        self._check_vocabulary(arguments)
        if tf_idf and self._tokens(arguments) is not None:
            self._check_weights(arguments)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give the input's shape, or one with the vocabulary as last axis."""
        mode = require_known("output_mode", arguments["output_mode"])
        if mode == "int":
            return shape
        depth = self.depth(arguments)
        return one_hot(shape, depth) if mode == "one_hot" else (*shape[:-1], depth)

    def depth(self, arguments: Arguments) -> Dim:
        """Give the size of the vocabulary with its special tokens."""
        padded = arguments["pad_to_max_tokens"]
        if is_unknown(padded):
            return UnknownDim(padded.reason)
        if flag(arguments, "pad_to_max_tokens"):
            return size("max_tokens", arguments["max_tokens"])
        if arguments["vocabulary"] is None:
            given = arguments.get("vocabulary_size")
            reason = message("the vocabulary is learnt by `adapt`")
            return UnknownDim(reason) if given is None else size("vocabulary_size", given)
        tokens = self._tokens(arguments)
        if tokens is None:
            return UnknownDim(message("the vocabulary is not known"))
        start = self._start(arguments)
        return UnknownDim(message("`num_oov_indices` is not known")) if start is None else start + len(tokens)

    def mask_token(self, arguments: Arguments) -> Value:
        """Give the token that stands for nothing."""
        return arguments["mask_token"]

    def _start(self, arguments: Arguments) -> int | None:
        """Count the special tokens that stand before the vocabulary: one for masks, and those for unknown words."""
        count, mask = arguments.get("num_oov_indices", 1), self.mask_token(arguments)
        if not isinstance(count, int) or is_unknown(mask):
            return None
        if count > LARGEST_LIST:
            raise Unfollowed(message("a list of `num_oov_indices` tokens is larger than any memory"))
        return self._masks(arguments) + count

    def _masks(self, arguments: Arguments) -> int:
        return int(self.mask_token(arguments) is not None and arguments["output_mode"] == "int")

    def _tokens(self, arguments: Arguments) -> list[Value] | None:
        """Give the vocabulary without special tokens, or None where it is not known."""
        value = arguments["vocabulary"]
        if isinstance(value, str) or unknown_members(value) is not None:
            return None
        items, start = members(value), self._start(arguments)
        if items is None or start is None or any(is_unknown(item) for item in items):
            return None
        tokens = [item.value if isinstance(item, NumpyScalar) else item for item in items]
        if start > len(tokens):
            return tokens
        masks = self._masks(arguments)
        specials = [self.mask_token(arguments)] * masks + [arguments.get("oov_token", "[UNK]")] * (start - masks)
        return tokens[start:] if tokens[:start] == specials else tokens

    def _check_vocabulary(self, arguments: Arguments) -> None:
        """Reject an empty vocabulary, one with repeated or special tokens, and one that is too large."""
        value = arguments["vocabulary"]
        if value is None or isinstance(value, str) or not isinstance(value, tuple | ListValue | Array):
            return
        if members(value) == ():
            reject(
                "Cannot set an empty vocabulary. Received: vocabulary=[]",
                message("`vocabulary` is empty"),
                argument="vocabulary",
            )
        tokens, start = self._tokens(arguments), self._start(arguments)
        if tokens is None or start is None:
            return
        if any(not isinstance(token, int | float | str | bytes) for token in tokens):
            raise Unfollowed(message("`vocabulary` holds something else than words and numbers"))
        if len(set(tokens)) != len(tokens):
            repeated = [token for token in dict.fromkeys(tokens) if tokens.count(token) > 1]
            reject(
                "The passed vocabulary has at least one repeated term. Please uniquify your dataset. "
                f"The repeated terms are: {repeated}",
                message("`vocabulary` holds {tokens} more than once", tokens=repeated),
                argument="vocabulary",
            )
        mask, oov = self.mask_token(arguments), arguments.get("oov_token", "[UNK]")
        if mask is not None and mask in tokens:
            self._reject_special("mask", mask)
        if flag(arguments, "invert") and oov is not None and oov in tokens:
            self._reject_special("OOV", oov)
        most, total = arguments["max_tokens"], start + len(tokens)
        if isinstance(most, int | float) and total > most:
            reject(
                "Attempted to set a vocabulary larger than the maximum vocab size. "
                f"Received vocabulary size is {total}; `max_tokens` is {most}.",
                message("the vocabulary has {total} tokens, `max_tokens` is {most}", total=total, most=most),
                argument="vocabulary",
            )

    def _check_weights(self, arguments: Arguments) -> None:
        """Reject another number of weights than the vocabulary, with its special tokens, has words."""
        words, weights = members(arguments["vocabulary"]), members(arguments["idf_weights"])
        if words is None or weights is None or len(words) == len(weights):
            return
        reject(
            "`idf_weights` must be the same length as vocabulary. "
            f"len(idf_weights) is {len(weights)}; len(vocabulary) is {len(words)}",
            message("`idf_weights` has {got} numbers, the vocabulary {wanted}", got=len(weights), wanted=len(words)),
            argument="idf_weights",
        )

    def _reject_special(self, kind: str, token: Value) -> None:
        reject(
            f"Found reserved {kind} token at unexpected location in `vocabulary`. Note that passed `vocabulary` does "
            "not need to include the OOV and mask tokens.",
            message("`vocabulary` holds the special token {token}", token=repr_of(token)),
            argument="vocabulary",
        )


def read_mode(layer: str, arguments: Arguments) -> Value:
    """Give `output_mode` in today's words, unknown where it is; reject one that Keras does not have."""
    mode = arguments["output_mode"]
    if mode not in _OLDER_MODES:
        string_arg(layer, arguments, "output_mode", ALL_MODES)
    return _OLDER_MODES.get(mode, mode) if isinstance(mode, str) else mode


def reject_most(words: str, most: Value) -> None:
    """Reject `max_tokens`."""
    reject(
        f"{words} Received: max_tokens={str_of(most)}",
        message("`max_tokens` must be above 1, got {value}", value=repr_of(most)),
        argument="max_tokens",
    )


def reject_oov(words: str, count: Value) -> None:
    """Reject `num_oov_indices`."""
    reject(
        f"{words} Received: num_oov_indices={str_of(count)}",
        message("`num_oov_indices` must be at least 0, got {value}", value=repr_of(count)),
        argument="num_oov_indices",
    )
