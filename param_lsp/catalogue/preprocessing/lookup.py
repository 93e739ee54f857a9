"""Categories by vocabulary: IntegerLookup, StringLookup and TextVectorization."""

from __future__ import annotations

from param_lsp.catalogue.layer import Layer, reject
from param_lsp.catalogue.preprocessing.checks import reject_comparison, string_arg
from param_lsp.catalogue.preprocessing.index_lookup import Lookup, read_mode, reject_most, reject_oov
from param_lsp.catalogue.preprocessing.numbers import one_hot
from param_lsp.catalogue.reading import Unfollowed, flag, is_unknown, require_known, size
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import message
from param_lsp.shapes import Shape, ShapeTree
from param_lsp.values import Arguments, Function, LibraryFunction, Value


class IntegerLookup(Lookup):
    """keras/src/layers/preprocessing/integer_lookup.py."""

    name = "IntegerLookup"
    signature = """max_tokens=None, num_oov_indices=1, mask_token=None, oov_token=-1, vocabulary=None,
        vocabulary_dtype='int64', idf_weights=None, invert=False, output_mode='int', sparse=False,
        pad_to_max_tokens=False, oov_method='floormod', salt=None, name=None, **kwargs"""
    kind = "int64"

    def check(self, arguments: Arguments) -> None:
        """Reject sizes in IntegerLookup's own words, and another kind of vocabulary."""
        most, count = arguments["max_tokens"], arguments["num_oov_indices"]
        if most is not None:
            reject_comparison("max_tokens", most, "<=")
        if isinstance(most, int | float) and most <= 1:
            reject_most("If `max_tokens` is set for `IntegerLookup`, it must be greater than 1.", most)
        reject_comparison("num_oov_indices", count, "<")
        if isinstance(count, int | float) and count < 0:
            reject_oov("The value of `num_oov_indices` argument for `IntegerLookup` must >= 0.", count)
        dtype = arguments["vocabulary_dtype"]
        if not is_unknown(dtype) and dtype != "int64":
            reject(
                "Only `vocabulary_dtype='int64'` is supported at this time. "
                f"Received: vocabulary_dtype={str_of(dtype)}",
                message('`vocabulary_dtype` must be "int64", got {value}', value=repr_of(dtype)),
                argument="vocabulary_dtype",
            )


class StringLookup(Lookup):
    """keras/src/layers/preprocessing/string_lookup.py."""

    name = "StringLookup"
    signature = """max_tokens=None, num_oov_indices=1, mask_token=None, oov_token='[UNK]', vocabulary=None,
        idf_weights=None, invert=False, output_mode='int', pad_to_max_tokens=False, sparse=False, encoding='utf-8',
        name=None, salt=None, **kwargs"""
    # It hands `oov_method` on among its keywords.
    extra_keywords = ("oov_method",)


_INSIDE = StringLookup()


class TextVectorization(Lookup):
    """keras/src/layers/preprocessing/text_vectorization.py: text to tokens, through a StringLookup."""

    name = "TextVectorization"
    signature = """max_tokens=None, standardize='lower_and_strip_punctuation', split='whitespace', ngrams=None,
        output_mode='int', output_sequence_length=None, pad_to_max_tokens=False, vocabulary=None, idf_weights=None,
        sparse=False, ragged=False, encoding='utf-8', name=None, **kwargs"""
    extra_keywords = ("vocabulary_size", "has_input_vocabulary")
    order = ("check", "check_base", "check_lookup")
    standards = ("lower_and_strip_punctuation", "lower", "strip_punctuation")

    def check(self, arguments: Arguments) -> None:
        """Reject unknown words, and a sequence length that does not go with the mode."""
        for name, choices in (("standardize", self.standards), ("split", ("whitespace", "character"))):
            value = arguments[name]
            if value is not None and not isinstance(value, Function | LibraryFunction):
                string_arg(self.name, arguments, name, choices)
        mode, length = read_mode(self.name, arguments), arguments["output_sequence_length"]
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
            reject(
                "`ragged` must not be true if `output_mode` is `'int'`. "
                f"Received: ragged={str_of(arguments['ragged'])} and output_mode={mode}",
                message('`ragged` needs `output_mode="int"`'),
                argument="ragged",
            )

    def check_base(self, arguments: Arguments) -> None:
        """Reject what the base layer rejects: here it is given the keywords."""
        Layer.check_base(self, arguments)

    def check_lookup(self, arguments: Arguments) -> None:
        """Reject what the StringLookup inside rejects."""
        inner = Arguments(arguments.given, {**arguments.defaults, "invert": False, "oov_token": "[UNK]"})
        _INSIDE.check_index(inner)
        self.check_late(inner)

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
        if require_known("split", arguments["split"]) is not None:
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
