"""`tfds.load` and `tfds.builder` for the well-known sets."""

from __future__ import annotations

import re

from param_lsp.libraries.datasets import batched, dataset
from param_lsp.libraries.public_datasets import PUBLIC_DATASETS, SUBWORDS_VOCABULARY, PublicDataset
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim
from param_lsp.message import message
from param_lsp.shapes import Count, Shape, UnknownDim
from param_lsp.values import Array, Call, DictValue, LibraryObject, ListValue, Unknown, UnknownText, Value

_BUILDER = "tensorflow_datasets.core.DatasetBuilder"
_INFO = "tensorflow_datasets.core.DatasetInfo"
_PART = re.compile(r"(\w+)(?:\[(?:(-?\d+)(%?))?:(?:(-?\d+)(%?))?\])?$")


@function(
    "tensorflow_datasets.load",
    "name, split=None, data_dir=None, batch_size=None, shuffle_files=False, download=True, as_supervised=False, "
    "decoders=None, read_config=None, with_info=False, **rest",
)
def load(call: Call, arguments: Bound) -> Value:
    """Give a data set for each split asked for, all of them in a dict when none is; with `with_info` the facts too."""
    info = _known(arguments["name"])
    if info is None:
        return _unknown(call, arguments)
    name, public = info
    result = _splits(call, name, public, arguments)
    if not isinstance(arguments["with_info"], bool):
        return call.unknown("with_info is not known")
    return (result, _info(name, public)) if arguments["with_info"] else result


@function("tensorflow_datasets.builder", "name, **rest")
def builder(call: Call, arguments: Bound) -> Value:
    """Give the maker of a set, with its `info`."""
    info = _known(arguments["name"])
    if info is None:
        return _not_known(call, arguments["name"])
    return LibraryObject(_BUILDER, {"info": _info(*info), "name": info[0]})


@function(f"{_BUILDER}.download_and_prepare tensorflow_datasets.disable_progress_bar tensorflow_datasets.show_examples",
          "*args, **rest")  # fmt: skip
def nothing(_call: Call, _arguments: Bound) -> Value:
    """Give None."""
    return None


@function(
    f"{_BUILDER}.as_dataset", "self, split=None, *, batch_size=None, shuffle_files=False, as_supervised=False, **rest"
)
def as_dataset(call: Call, arguments: Bound) -> Value:
    """Give the splits, as `load` does."""
    name = arguments["self"].fields["name"]
    return _splits(call, name, PUBLIC_DATASETS[name], arguments)


@function("tensorflow_datasets.as_numpy", "dataset")
def as_numpy(_call: Call, arguments: Bound) -> Value:
    """Give the same elements as arrays."""
    return arguments["dataset"]


def _known(name: Value) -> tuple[str, PublicDataset] | None:
    if not isinstance(name, str):
        return None
    plain = re.sub(r":[\d.*]+$", "", name)
    public = PUBLIC_DATASETS.get(plain)
    return None if public is None else (plain, public)


def _not_known(call: Call, name: Value) -> Unknown:
    if not isinstance(name, str):
        return call.unknown("it is not known which set is loaded")
    return call.unknown("the set {name} is not among those known here", name=name)


def _unknown(call: Call, arguments: Bound) -> Value:
    """Give as many unknown values as the call will return, so that each name gets its reason."""
    reason = _not_known(call, arguments["name"])
    parts = sequence(arguments["split"]) if not isinstance(arguments["split"], str) else None
    result: Value = reason if parts is None else ListValue([reason for _ in parts])
    return (result, reason) if arguments["with_info"] is True else result


def _splits(call: Call, name: str, public: PublicDataset, arguments: Bound) -> Value:
    element = _element(name, public, arguments["as_supervised"])
    if element is None:
        return call.unknown("as_supervised is not known, or the set {name} has no labels", name=name)
    size = None if arguments["batch_size"] is None else as_dim(arguments["batch_size"])
    if arguments["batch_size"] is not None:
        element = batched(element, size)
    batches = arguments["batch_size"] is not None

    def one(split: Value) -> Value:
        if isinstance(split, (tuple, ListValue)):
            members = sequence(split)
            return (
                call.unknown("the splits are not known")
                if members is None
                else ListValue([one(member) for member in members])
            )
        count = examples(public, split)
        return dataset(element, UnknownDim(message("the number of batches is not known"), 0) if batches else count)

    if arguments["split"] is None:
        return DictValue({split: one(split) for split, _ in public.splits})
    if isinstance(arguments["split"], tuple):
        return tuple(one(split) for split in arguments["split"])
    return one(arguments["split"])


def examples(public: PublicDataset, split: Value) -> Count:
    """Count the examples of a split such as "train[:80%]" or "train+test"; percentages are rounded to the nearest."""
    unknown = UnknownDim(message("the split is not followed"), 0)
    if not isinstance(split, str):
        return unknown
    total = 0
    sizes = dict(public.splits)
    for part in split.split("+"):
        found = _PART.match(part.strip())
        if found is None or found[1] not in sizes:
            return unknown
        size = sizes[found[1]]
        ends = []
        for number, percent, default in ((found[2], found[3], 0), (found[4], found[5], size)):
            end = default if number is None else round(int(number) * size / 100) if percent else int(number)
            ends.append(min(max(end + size if end < 0 else end, 0), size))
        total += max(ends[1] - ends[0], 0)
    return total


def _element(name: str, public: PublicDataset, supervised: Value) -> Value | None:
    features = _features(name, public)
    if supervised is False:
        return DictValue(dict(features))
    if supervised is not True or public.labelled[0] not in features:
        return None
    return tuple(features[key] for key in public.labelled)


def _features(name: str, public: PublicDataset) -> dict[str, Array]:
    source = message("tfds.load({name})", name=repr(name))
    features: dict[str, Array] = {}
    if public.image is not None:
        features["image"] = Array(_sizes(public.image), "uint8", low=0, high=255, source=source, kind="tensor")
    if public.text == "subwords":
        tokens = UnknownDim(message("the texts differ in length"), 0)
        features["text"] = Array((tokens,), "int64", source=source, kind="tensor")
    elif public.text is not None:
        features[public.text] = Array((), "string", source=source, kind="tensor")
    features["label"] = Array((), "int64", source=source, kind="tensor")
    for key, dtype in public.extra:
        if dtype == "image":
            features[key] = Array((*_sizes((None, None)), 1), "uint8", source=source, kind="tensor")
        else:
            features[key] = Array((), dtype, source=source, kind="tensor")
    return features


def _sizes(image: tuple[int | None, ...]) -> Shape:
    return tuple(UnknownDim(message("the pictures differ in size"), 1) if size is None else size for size in image)


def _info(name: str, public: PublicDataset) -> LibraryObject:
    features: dict[Value, Value] = {}
    for key, array in _features(name, public).items():
        shape = (
            tuple(dim if isinstance(dim, int) else None for dim in array.shape)
            if isinstance(array.shape, tuple)
            else ()
        )
        fields: dict[str, Value] = {"shape": shape, "dtype": array.dtype}
        if key == "label":
            fields["num_classes"] = public.classes
            names = list(public.names)
            reason = Unknown(message("the names of the classes are not listed here"))
            fields["names"] = ListValue(names, None if names else reason)
        if key == "text" and public.text == "subwords":
            encoder = LibraryObject(
                "tensorflow_datasets.features.text.SubwordTextEncoder", {"vocab_size": SUBWORDS_VOCABULARY}
            )
            fields["encoder"] = encoder
        features[key] = LibraryObject("tensorflow_datasets.features.Feature", fields)
    splits: dict[Value, Value] = {
        split: LibraryObject("tensorflow_datasets.core.SplitInfo", {"num_examples": count})
        for split, count in public.splits
    }
    fields = {
        "features": DictValue(features), "splits": DictValue(splits), "name": name.partition("/")[0],
        "supervised_keys": public.labelled, "description": UnknownText(message("a description")),
    }  # fmt: skip
    return LibraryObject(_INFO, fields)


@function("tensorflow_datasets.features.Feature.int2str", "self, number")
def int2str(call: Call, arguments: Bound) -> Value:
    """Give the name of a class."""
    names, number = arguments["self"].fields.get("names"), arguments["number"]
    if (
        isinstance(names, ListValue)
        and names.unknown is None
        and isinstance(number, int)
        and 0 <= number < len(names.items)
    ):
        return names.items[number]
    return UnknownText(message("the name of the class is not known"), call.place)
