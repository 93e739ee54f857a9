"""Answers that are the protocol's JSON already: of an outline's thousand entries each would be converted twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pygls.protocol import default_converter

if TYPE_CHECKING:
    from cattrs import Converter  # what pygls converts with; no dependency of our own


@dataclass(frozen=True, slots=True)
class Json:
    """JSON to be sent as it is."""

    value: Any


def converter() -> Converter:
    """Give pygls's converter, which leaves our JSON alone."""
    made: Converter = default_converter()  # type: ignore[no-untyped-call]  # pygls
    made.register_unstructure_hook(Json, lambda answer: answer.value)
    return made
