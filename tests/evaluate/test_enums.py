"""Enums whose members are made by methods of their own."""

from __future__ import annotations

from param_lsp.analysis import analyze
from param_lsp.report import Model
from param_lsp.source import python_source

HEAD = "import enum, keras\nfrom keras import layers\n"


def model(code: str, units: str) -> Model:
    text = f"{HEAD}{code}\nmodel = keras.Sequential([keras.Input((4,)), layers.Dense({units})])\n"
    (found,) = analyze(python_source("a.py", text)).report.models
    return found


def test_a_method_that_nothing_calls_may_belong_to_any_member() -> None:
    code = """
class Width(enum.IntEnum):
    NARROW = 8
    WIDE = 64
    def __str__(self):
        return str(int(self)) + Width(self).name
    def layer(self):
        return keras.Sequential([keras.Input((4,)), layers.Dense(self)])
"""
    text = f"{HEAD}{code}"
    (found,) = analyze(python_source("a.py", text)).report.models
    assert not found.complete
    assert any("which member of Width it is" in str(reason) for reason in found.unknown)


def test_members_have_what_their_constructor_sets() -> None:
    code = """
class Size(enum.Enum):
    SMALL = (64, 2)
    LARGE = (256, 4)
    def __init__(self, units, depth):
        self.units = units
        self.depth = depth
"""
    (row,) = model(code, "Size.LARGE.units * Size.SMALL.depth").rows
    assert row.output_shape == (None, 512)


def test_what_new_makes_of_a_value_is_not_taken_for_the_value() -> None:
    code = """
class Width(enum.IntEnum):
    NARROW = "narrow"
    def __new__(cls, text):
        member = int.__new__(cls, 10 + len(cls.__members__))
        member._value_ = 10 + len(cls.__members__)
        return member
"""
    found = model(code, "Width.NARROW.value")
    assert not found.complete
    assert found.misfit is None
    assert "what __new__ of Width makes of a value is not followed" in map(str, found.unknown)
