"""`keras.preprocessing.text.Tokenizer`, followed word by word where the texts stand in the file."""

from __future__ import annotations

from param_lsp.libraries.collections_known import dict_of, list_of
from param_lsp.libraries.objects import length
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim
from param_lsp.values import Array, Call, DictValue, LibraryObject, ListValue, Unknown, Value

_FILTERS = '!"#$%&()*+,-./:;<=>?@[\\]^_`{|}~\t\n'
_TYPE = "keras.preprocessing.text.Tokenizer"
_LONGEST = 200_000  # characters of texts that are split into words


@function(
    _TYPE,
    "num_words=None, filters=None, lower=True, split=' ', char_level=False, oov_token=None, analyzer=None, "
    "document_count=0, *, nb_words=None, **rest",
)
def tokenizer(_call: Call, arguments: Bound) -> Value:
    """Make a tokenizer that has read nothing yet."""
    words = arguments["num_words"] if arguments["num_words"] is not None else arguments["nb_words"]
    fields: dict[str, Value] = {
        "num_words": words, "oov_token": arguments["oov_token"], "char_level": arguments["char_level"],
        "word_index": DictValue(), "_counts": {}, "_plain": _is_plain(arguments),
        "_filters": _FILTERS if arguments["filters"] is None else arguments["filters"],
        "_lower": arguments["lower"], "_split": arguments["split"],
    }  # fmt: skip
    return LibraryObject(_TYPE, fields)


@function(f"{_TYPE}.fit_on_texts", "self, texts")
def fit_on_texts(call: Call, arguments: Bound) -> Value:
    """Count the words: the most frequent word gets number 1, after the word for what is not known."""
    self = arguments["self"]
    if self.type != _TYPE:
        return None
    call.touch(self)
    words = _words(self, arguments["texts"])
    counts = self.fields.get("_counts")
    if words is None or counts is None:
        reason = message("the words of the texts are not known")
        if isinstance(arguments["texts"], Unknown):
            reason = arguments["texts"].reason
        self.fields["_counts"] = None
        self.fields["word_index"] = dict_of(UnknownDim(reason, 0))
        return None
    counts = dict(counts)
    for text in words:
        for word in text:
            counts[word] = counts.get(word, 0) + 1
    self.fields["_counts"] = counts
    by_count = sorted(counts, key=lambda word: counts[word], reverse=True)
    first = [] if self.fields["oov_token"] is None else [self.fields["oov_token"]]
    numbers: dict[Value, Value] = {word: number for number, word in enumerate([*first, *by_count], 1)}
    self.fields["word_index"] = DictValue(numbers)
    self.fields["index_word"] = DictValue({number: word for word, number in numbers.items()})
    self.fields["word_counts"] = DictValue(dict(counts))
    return None


@function(f"{_TYPE}.texts_to_sequences", "self, texts")
def texts_to_sequences(_call: Call, arguments: Bound) -> Value:
    """Give a list of word numbers for each text; words above `num_words` are left out or become the unknown word."""
    self, texts = arguments["self"], arguments["texts"]
    words = _words(self, texts)
    index = self.fields.get("word_index")
    limit = self.fields.get("num_words")
    if words is None or not isinstance(index, DictValue) or (limit is not None and as_int(limit) is None):
        return list_of(_number_of_texts(texts))
    most = as_int(limit)
    unknown_word = index.items.get(self.fields["oov_token"])
    sequences: list[Value] = []
    for text in words:
        numbers: list[Value] = []
        for word in text:
            number = index.items.get(word)
            if number is not None and (most is None or number < most):
                numbers.append(number)
            elif unknown_word is not None:
                numbers.append(unknown_word)
        sequences.append(ListValue(numbers))
    return ListValue(sequences)


@function(f"{_TYPE}.texts_to_matrix {_TYPE}.sequences_to_matrix", "self, texts=None, mode='binary', *, sequences=None")
def texts_to_matrix(_call: Call, arguments: Bound) -> Value:
    """Make a table of `num_words` columns, or one more than the words known (number 0 stands for none)."""
    self = arguments["self"]
    texts = arguments["texts"] if arguments["texts"] is not None else arguments["sequences"]
    limit = self.fields.get("num_words")
    width: Count | None = as_dim(limit) if limit is not None else None
    if width is None:
        words = _length(self.fields.get("word_index"))
        width = UnknownDim(message("the number of words is not known"), 1) if words is None else words + 1
    return Array((_number_of_texts(texts), width), "float64")


@function("keras.preprocessing.text.one_hot keras.preprocessing.text.hashing_trick "
          "keras.preprocessing.text.text_to_word_sequence", "text, *rest, **more")  # fmt: skip
def one_hot(_call: Call, _arguments: Bound) -> Value:
    """Give a list with a number, or the text, of each word."""
    return list_of(UnknownDim(message("the number of words is not known"), 0))


def _is_plain(arguments: Bound) -> bool:
    """Tell whether the text is split in the usual way, so that words can be counted here."""
    return (
        (arguments["filters"] is None or isinstance(arguments["filters"], str))
        and isinstance(arguments["lower"], bool)
        and isinstance(arguments["split"], str)
        and arguments["split"] != ""
        and isinstance(arguments["char_level"], bool)
        and (arguments["oov_token"] is None or isinstance(arguments["oov_token"], str))
        and arguments["analyzer"] is None
    )


def _words(self: LibraryObject, texts: Value) -> list[list[str]] | None:
    members = sequence(texts) if not isinstance(texts, str) else None
    fields = self.fields
    if members is None or not fields.get("_plain"):
        return None
    result = []
    total = 0
    for text in members:
        if not isinstance(text, str):
            return None
        total += len(text)
        if total > _LONGEST:
            return None
        lowered = text.lower() if fields["_lower"] else text
        if fields["char_level"]:
            result.append(list(lowered))
            continue
        table = str.maketrans(dict.fromkeys(fields["_filters"], fields["_split"]))
        result.append([word for word in lowered.translate(table).split(fields["_split"]) if word])
    return result


def _number_of_texts(texts: Value) -> Count:
    members = sequence(texts)
    if members is not None:
        return len(members)
    size = length(texts)
    if size is not None:
        return size
    reason = texts.reason if isinstance(texts, Unknown) else message("the number of texts is not known")
    return UnknownDim(reason, 0)


def _length(value: Value) -> Count | None:
    return len(value.items) if isinstance(value, DictValue) else length(value)
