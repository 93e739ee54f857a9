"""What is known of each architecture: its builder's parameters and its entries, read from the recorded data when asked.

`tools/record_applications.py` wrote the data from live Keras. An entry with a condition that does not hold passes on
what it is called on; conditions are facts such as "top", "bare" (no top), "avg", "imagenet" (see `request.py`).
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from param_lsp.catalogue.applications import mobilenets
from param_lsp.catalogue.applications.entry import Entry, Rule
from param_lsp.values import Value

__all__ = ["Architecture", "Entry", "find", "names"]

_DATA = Path(__file__).with_name("data")
_RECORDED = (
    *(f"ConvNeXt{size}" for size in ("Tiny", "Small", "Base", "Large", "XLarge")),
    *(f"DenseNet{depth}" for depth in (121, 169, 201)),
    *(f"EfficientNetB{number}" for number in range(8)),
    *(f"EfficientNetV2{size}" for size in ("B0", "B1", "B2", "B3", "S", "M", "L")),
    "InceptionResNetV2",
    "InceptionV3",
    "NASNetLarge",
    "NASNetMobile",
    *(f"ResNet{depth}{version}" for depth in (50, 101, 152) for version in ("", "V2")),
    "VGG16",
    "VGG19",
    "Xception",
)
_NAMES = frozenset((*_RECORDED, *mobilenets.NAMES))


@dataclass(frozen=True, slots=True)
class Architecture:
    """One builder of `keras.applications`.

    Arguments:
        name: its name, "VGG16".
        parameters: in Keras's order, with defaults.
        default_size: the size of its input with a top where none is given.
        min_size: the least height and width.
        messages: what it raises for wrong "weights" and "classes", with holes of these names.
        entries: its layers and operations in the order in which they are called; None for MobileNets, which are built.
    """

    name: str
    parameters: dict[str, Value]
    default_size: int
    min_size: int
    messages: dict[str, str]
    entries: tuple[Entry, ...] | None = None

    @property
    def family(self) -> str:
        """Its name without size and version: "EfficientNet", "MobileNetV3"."""
        families = ("ConvNeXt", "EfficientNetV2", "EfficientNet", "MobileNetV3", "MobileNetV2", "MobileNet", "NASNet")
        return next((family for family in families if self.name.startswith(family)), self.name)


def names() -> frozenset[str]:
    """Give the names of all architectures."""
    return _NAMES


@cache
def find(name: str, variant: str = "") -> Architecture | None:
    """Give an architecture, or None where there is none of this name.

    Arguments:
        name: "VGG16".
        variant: "-free" for NASNet on an input of free width, whose graph is another.
    """
    if name in mobilenets.NAMES:
        return Architecture(name, **mobilenets.facts(name))
    if name not in _NAMES:
        return None
    data = json.loads(gzip.decompress((_DATA / f"{name}{variant}.json.gz").read_bytes()))
    return Architecture(
        name,
        parameters={key: _value(default) for key, default in data["parameters"]},
        default_size=data["default_size"],
        min_size=data["min_size"],
        messages=data["messages"],
        entries=tuple(_entries(data["entries"], data["types"], data["arguments"])),
    )


def _entries(rows: list[Any], types: list[str], arguments: list[Any]) -> list[Entry]:
    shared = [
        None if "layers" in given else {key: _value(value) for key, value in given.items()} for given in arguments
    ]
    found = []
    for number, row in enumerate(rows):
        kind, given, name, inbound, when = (*row, None, None, None)[:5] if len(row) < 5 else row
        back = inbound if inbound is not None else ([1] if number else [])
        layers = () if shared[given] is not None else tuple(_entries(arguments[given]["layers"], types, arguments))
        found.append(
            Entry(
                types[kind],
                shared[given] or {},
                name,
                tuple(number - steps for steps in back),
                frozenset(when.split("|")) if when else None,
                layers,
            )
        )
    return found


def _value(value: Any) -> Value:
    """Turn JSON into a value: lists are tuples, and a table stands for an argument or rule."""
    if isinstance(value, list):
        return tuple(_value(item) for item in value)
    if isinstance(value, dict):
        return Rule(*next(iter(value.items())))
    return value
