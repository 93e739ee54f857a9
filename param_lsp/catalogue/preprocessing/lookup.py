"""Categories by hash or vocabulary: Hashing, HashedCrossing, IntegerLookup, StringLookup, TextVectorization."""

from __future__ import annotations

from typing import ClassVar

from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject
from param_lsp.catalogue.preprocessing.checks import reject_comparison, string_arg
from param_lsp.catalogue.preprocessing.numbers import one_hot
from param_lsp.catalogue.reading import (
    Unfollowed,
    flag,
    is_unknown,
    members,
    require_known,
    size,
    unknown_members,
)
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Dim, Shape, Shapes, ShapeTree, UnknownDim, UnknownShape, is_known
from param_lsp.values import Applied, Arguments, Array, Function, LibraryFunction, ListValue, NumpyScalar, Value
from param_lsp.wording import shape as shape_text

_MODES = ("int", "one_hot", "multi_hot", "count")


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
        if not is_unknown(mode) and mode not in _MODES:
            reject(
                f"Invalid value for argument `output_mode`. Expected one of {_MODES}. "
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
        _check_salt(arguments["salt"], "Hashing", "a tuple of size 2 integers")

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


class Lookup(Layer):
    """What lookups by a vocabulary share (keras/src/layers/preprocessing/index_lookup.py)."""

    gives_floats = False
    any_keywords = True  # IndexLookup has words of its own for keywords that it does not know
    known: ClassVar[frozenset[str]] = frozenset({"vocabulary_size", "has_input_vocabulary", "trainable", "dtype"})

    def check_lookup(self, arguments: Arguments) -> None:
        """Reject what IndexLookup's constructor rejects."""
        most, mode = arguments["max_tokens"], arguments["output_mode"]
        if most is not None:
            reject_comparison("max_tokens", most, "<=")
        if isinstance(most, int | float) and most <= 1:
            self.reject_most(most)
        if most is None and not is_unknown(arguments["pad_to_max_tokens"]) and flag(arguments, "pad_to_max_tokens"):
            reject(
                "If pad_to_max_tokens is True, must set `max_tokens`. Received: max_tokens=None",
                message("`pad_to_max_tokens` needs `max_tokens`"),
                argument="pad_to_max_tokens",
            )
        count = arguments.get("num_oov_indices", 1)
        reject_comparison("num_oov_indices", count, "<")
        if isinstance(count, int | float) and count < 0:
            self.reject_oov(count)
        modes = (*_MODES, "tf_idf")
        if mode not in ("binary", "tf-idf"):
            string_arg(self.name, arguments, "output_mode", modes)
        if not is_unknown(arguments["invert"]) and flag(arguments, "invert") and not is_unknown(mode) and mode != "int":
            mode_text = {"binary": "multi_hot", "tf-idf": "tf_idf"}.get(mode, mode)
            reject(
                f"`output_mode` must be `'int'` when `invert` is true. Received: output_mode={mode_text}",
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
        if idf is not None and not is_unknown(idf) and not is_unknown(mode) and mode not in ("tf_idf", "tf-idf"):
            mode_text = "multi_hot" if mode == "binary" else mode
            reject(
                "`idf_weights` should only be set if `output_mode` is `'tf_idf'`. "
                f"Received: idf_weights={str_of(idf)} and output_mode={mode_text}",
                message('`idf_weights` needs `output_mode="tf_idf"`'),
                argument="idf_weights",
            )

    def check_late(self, arguments: Arguments) -> None:
        """Reject keywords that are not known, then a vocabulary that does not fit."""
        unknown = [
            name
            for name in arguments.given
            if name not in self.known and (name not in arguments.defaults or name in _BASE)
        ]
        if unknown:
            pairs = ", ".join(f"'{name}': {repr_of(arguments[name])}" for name in unknown)
            reject(
                f"Unrecognized keyword argument(s): {{{pairs}}}",
                message("{layer} has no argument `{name}`", layer=self.name, name=unknown[0]),
                rule="unknown-argument",
                argument=unknown[0],
                short=message("no argument {name}", name=unknown[0]),
            )
        vocabulary, mode = arguments["vocabulary"], arguments["output_mode"]
        if mode in ("tf_idf", "tf-idf") and vocabulary is not None and arguments["idf_weights"] is None:
            reject(
                "When specifying the `vocabulary` argument, in TF-IDF output mode, the `idf_weights` argument must "
                "also be provided.",
                message("a vocabulary with TF-IDF needs `idf_weights`"),
                argument="vocabulary",
            )
        self._check_vocabulary(arguments)

    def reject_most(self, most: Value) -> None:
        """Reject `max_tokens`."""
        reject(
            f"If set, `max_tokens` must be greater than 1. Received: max_tokens={most}",
            message("`max_tokens` must be above 1, got {value}", value=most),
            argument="max_tokens",
        )

    def reject_oov(self, count: Value) -> None:
        """Reject `num_oov_indices`."""
        reject(
            f"`num_oov_indices` must be greater than or equal to 0. Received: num_oov_indices={count}",
            message("`num_oov_indices` must be at least 0, got {value}", value=count),
            argument="num_oov_indices",
        )

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
        start = self._specials(arguments)
        return UnknownDim(message("`num_oov_indices` is not known")) if start is None else len(start) + len(tokens)

    def mask_token(self, arguments: Arguments) -> Value:
        """Give the token that stands for nothing."""
        return arguments["mask_token"]

    def _specials(self, arguments: Arguments) -> list[Value] | None:
        """Give the special tokens that stand before the vocabulary."""
        count, mask = arguments.get("num_oov_indices", 1), self.mask_token(arguments)
        if not isinstance(count, int) or is_unknown(mask):
            return None
        masks = [mask] if mask is not None and arguments["output_mode"] == "int" else []
        return masks + [arguments.get("oov_token", "[UNK]")] * min(count, 1000)

    def _tokens(self, arguments: Arguments) -> list[Value] | None:
        """Give the vocabulary without special tokens, or None where it is not known."""
        value = arguments["vocabulary"]
        if isinstance(value, str) or unknown_members(value) is not None:
            return None
        items, specials = members(value), self._specials(arguments)
        if items is None or specials is None or any(is_unknown(item) for item in items):
            return None
        tokens = [item.value if isinstance(item, NumpyScalar) else item for item in items]
        start = len(specials)
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
        tokens, specials = self._tokens(arguments), self._specials(arguments)
        if tokens is None or specials is None:
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
        most, total = arguments["max_tokens"], len(specials) + len(tokens)
        if isinstance(most, int | float) and total > most:
            reject(
                "Attempted to set a vocabulary larger than the maximum vocab size. "
                f"Received vocabulary size is {total}; `max_tokens` is {most}.",
                message("the vocabulary has {total} tokens, `max_tokens` is {most}", total=total, most=most),
                argument="vocabulary",
            )

    def _reject_special(self, kind: str, token: Value) -> None:
        reject(
            f"Found reserved {kind} token at unexpected location in `vocabulary`. Note that passed `vocabulary` does "
            "not need to include the OOV and mask tokens.",
            message("`vocabulary` holds the special token {token}", token=repr_of(token)),
            argument="vocabulary",
        )


_BASE = frozenset({"activity_regularizer", "autocast", "input_shape", "input_dim"})


class IntegerLookup(Lookup):
    """keras/src/layers/preprocessing/integer_lookup.py."""

    name = "IntegerLookup"
    signature = """max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None,
        vocabulary_dtype='int64', idf_weights=None, invert=False, output_mode='int', sparse=False,
        pad_to_max_tokens=False, oov_method='floormod', salt=None, name=None, **kwargs"""
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        """Reject what IntegerLookup's and IndexLookup's constructors reject."""
        self.check_lookup(arguments)
        string_arg(self.name, arguments, "oov_method", ("floormod", "farmhash"))
        dtype = arguments["vocabulary_dtype"]
        if not is_unknown(dtype) and dtype != "int64":
            reject(
                "Only `vocabulary_dtype='int64'` is supported at this time. "
                f"Received: vocabulary_dtype={str_of(dtype)}",
                message('`vocabulary_dtype` must be "int64", got {value}', value=repr_of(dtype)),
                argument="vocabulary_dtype",
            )

    def reject_most(self, most: Value) -> None:
        """Reject `max_tokens` in IntegerLookup's own words."""
        reject(
            f"If `max_tokens` is set for `IntegerLookup`, it must be greater than 1. Received: max_tokens={most}",
            message("`max_tokens` must be above 1, got {value}", value=most),
            argument="max_tokens",
        )

    def reject_oov(self, count: Value) -> None:
        """Reject `num_oov_indices` in IntegerLookup's own words."""
        reject(
            f"The value of `num_oov_indices` argument for `IntegerLookup` must >= 0. Received: num_oov_indices={count}",
            message("`num_oov_indices` must be at least 0, got {value}", value=count),
            argument="num_oov_indices",
        )


class StringLookup(Lookup):
    """keras/src/layers/preprocessing/string_lookup.py."""

    name = "StringLookup"
    signature = """max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None,
        idf_weights=None, invert=False, output_mode='int', pad_to_max_tokens=False, sparse=False, encoding='utf-8',
        name=None, salt=None, **kwargs"""
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        """Reject what IndexLookup's constructor rejects."""
        self.check_lookup(arguments)
        _check_salt(arguments["salt"], "IndexLookup", "a tuple of 2 integers")


class TextVectorization(Lookup):
    """keras/src/layers/preprocessing/text_vectorization.py: text to tokens, through a StringLookup."""

    name = "TextVectorization"
    signature = """max_tokens=None, standardize='lower_and_strip_punctuation', split='whitespace', ngrams=None,
        output_mode='int', output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None,
        sparse=False, ragged=False, encoding='utf-8', name=None, **kwargs"""
    any_keywords = False
    extra_keywords = ("vocabulary_size", "has_input_vocabulary")
    order = OWN_FIRST
    standards = ("lower_and_strip_punctuation", "lower", "strip_punctuation")

    def check(self, arguments: Arguments) -> None:
        """Reject unknown words, and a sequence length that does not go with the mode."""
        for name, choices in (("standardize", self.standards), ("split", ("whitespace", "character"))):
            value = arguments[name]
            if value is not None and not isinstance(value, Function | LibraryFunction):
                string_arg(self.name, arguments, name, choices)
        mode, length = arguments["output_mode"], arguments["output_sequence_length"]
        if mode not in ("binary", "tf-idf"):
            string_arg(self.name, arguments, "output_mode", (*_MODES, "tf_idf"))
        self._check_ngrams(arguments["ngrams"])
        if is_unknown(mode) or is_unknown(length):
            return
        got = str_of(length)
        if mode == "int" and not (length is None or isinstance(length, int)):
            reject(
                "`output_sequence_length` must be either None or an integer when `output_mode` is 'int'. "
                f"Received: output_sequence_length={got}",
                message("`output_sequence_length` must be an integer, got {value}", value=repr_of(length)),
                argument="output_sequence_length",
            )
        if mode != "int" and length is not None:
            reject(
                "`output_sequence_length` must not be set if `output_mode` is not 'int'. "
                f"Received output_sequence_length={got}.",
                message('`output_sequence_length` needs `output_mode="int"`'),
                argument="output_sequence_length",
            )
        if mode != "int" and not is_unknown(arguments["ragged"]) and flag(arguments, "ragged"):
            mode_text = {"binary": "multi_hot", "tf-idf": "tf_idf"}.get(mode, mode)
            reject(
                "`ragged` must not be true if `output_mode` is `'int'`. "
                f"Received: ragged={str_of(arguments['ragged'])} and output_mode={mode_text}",
                message('`ragged` needs `output_mode="int"`'),
                argument="ragged",
            )

    def check_late(self, arguments: Arguments) -> None:
        """Reject what the StringLookup inside rejects."""
        inner = Arguments(arguments.given, {**arguments.defaults, "invert": False, "oov_token": "[UNK]"})
        lookup = StringLookup()
        lookup.check_lookup(inner)
        mode = inner["output_mode"]
        if mode in ("tf_idf", "tf-idf") and inner["vocabulary"] is not None and inner["idf_weights"] is None:
            lookup.check_late(Arguments({"vocabulary": inner["vocabulary"]}, {**inner.defaults, "output_mode": mode}))
        self._check_vocabulary(inner)

    def mask_token(self, arguments: Arguments) -> Value:
        """Give the empty string."""
        return ""

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give (batch, length) for tokens, else what the lookup gives for the words of each text."""
        mode = require_known("output_mode", arguments["output_mode"])
        if mode == "int":
            if not shape:
                raise Unfollowed(message("TextVectorization wants an input with a batch axis"))
            length = arguments["output_sequence_length"]
            return (shape[0], None if length is None else size("output_sequence_length", length))
        if arguments["split"] is not None:
            shape = (*shape, None)
        elif len(shape) <= 1:
            shape = (*shape, 1)
        depth = self.depth(arguments)
        return one_hot(shape, depth) if mode == "one_hot" else (*shape[:-1], depth)

    def _check_ngrams(self, value: Value) -> None:
        if value is None or is_unknown(value) or isinstance(value, int):
            return
        if isinstance(value, tuple) and all(isinstance(item, int) or is_unknown(item) for item in value):
            return
        reject(
            f"`ngrams` must be None, an integer, or a tuple of integers. Received: ngrams={str_of(value)}",
            message("`ngrams` must be an integer or a tuple of them, got {value}", value=repr_of(value)),
            argument="ngrams",
        )


def _check_salt(salt: Value, layer: str, pair: str) -> None:
    if salt is None or is_unknown(salt) or isinstance(salt, int):
        return
    if isinstance(salt, tuple | ListValue) and len(members(salt) or ()) == 2:
        return
    reject(
        f"The `salt` argument for `{layer}` can only be {pair}, or a single integer. Received: salt={str_of(salt)}.",
        message("`salt` must be an integer or two, got {value}", value=repr_of(salt)),
        argument="salt",
    )
