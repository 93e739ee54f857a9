"""Colours, and characters that an output cannot show."""

import io

import pytest

from param_lsp.cli.screen import Screen


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def stream(kind=io.TextIOWrapper, encoding="utf-8"):
    return kind(io.BytesIO(), encoding=encoding, newline="")


@pytest.mark.parametrize(
    ("kind", "environment", "coloured"),
    [
        (Terminal, {}, True),
        (Terminal, {"NO_COLOR": "1"}, False),
        (Terminal, {"NO_COLOR": ""}, True),
        (Terminal, {"TERM": "dumb"}, False),
        (io.TextIOWrapper, {}, False),
        (io.TextIOWrapper, {"FORCE_COLOR": "1"}, True),
        (io.TextIOWrapper, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_only_on_a_terminal(kind, environment, coloured):
    assert Screen(stream(kind), environment).colours is coloured


def test_plain_text_where_there_are_no_colours():
    assert Screen(stream(), {}).style("x", "red") == "x"
    assert Screen(stream(Terminal), {}).style("x", "red", "bold") == "\x1b[31;1mx\x1b[0m"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "(None, 26) · 320 · Σ 9×9·n² ✗"),
        ("ascii", "(None, 26) | 320 | sum 9x9*n^2 x"),
        ("latin-1", "(None, 26) · 320 · sum 9×9·n² x"),
        ("cp437", "(None, 26) · 320 · Σ 9x9·n² x"),
    ],
)
def test_characters_that_an_encoding_lacks_become_plainer(encoding, expected):
    assert Screen(stream(encoding=encoding), {}).plain("(None, 26) · 320 · Σ 9×9·n² ✗") == expected


def test_what_has_no_plainer_form_is_escaped():
    assert Screen(stream(encoding="ascii"), {}).plain("模") == "\\u6a21"


def test_a_process_without_output_is_no_error():
    screen = Screen(None, {})
    screen.line("nobody hears this")
    screen.flush()
    assert not screen.is_terminal
