"""Open texts: edits land where the client means, in any unit and with any line break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from param_lsp.server import from_lsp, to_lsp
from param_lsp.server.documents import Document, Documents
from param_lsp.source.lines import line_starts
from param_lsp.source.source import Source
from param_lsp.spans import Span
from tests.server.talk import change

TEXTS = st.text(alphabet=st.sampled_from("aß😀€\n\r\x0c\u2028 \x85"), max_size=30)
ENCODINGS = st.sampled_from(["utf-8", "utf-16", "utf-32"])


@given(TEXTS, ENCODINGS, st.data())
def test_positions_round_trip(text: str, encoding: str, data: st.DataObject) -> None:
    """An offset comes back from the client's units, wherever it is not inside of a line break."""
    offset = data.draw(st.integers(0, len(text)))
    source = Source("a.py", text, line_starts=line_starts(text))
    position = to_lsp.position(source, offset, encoding)
    back = from_lsp.offset(text, source.line_starts, position, encoding)
    assert back == offset or text[back:offset] == "\r"


@given(TEXTS, ENCODINGS, st.data())
def test_ranges_of_an_outline_are_those_of_everything_else(text: str, encoding: str, data: st.DataObject) -> None:
    """They are written in another way, since there are thousands."""
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    for written in (text, text.encode("ascii", "replace").decode()):
        source = Source("a.py", written, line_starts=line_starts(written))
        place = to_lsp.range_(source, span, encoding)
        assert to_lsp.Ranges(source, encoding)(span) == {
            "start": {"line": place.start.line, "character": place.start.character},
            "end": {"line": place.end.line, "character": place.end.character},
        }


@given(TEXTS, ENCODINGS, st.integers(0, 40), st.integers(0, 200))
def test_any_position_is_taken(text: str, encoding: str, line: int, character: int) -> None:
    """A position beyond the line or the text is clamped."""
    offset = from_lsp.offset(text, line_starts(text), types.Position(line, character), encoding)
    assert 0 <= offset <= len(text)


@given(TEXTS, TEXTS, st.data())
def test_an_edit_replaces_exactly_its_range(text: str, new: str, data: st.DataObject) -> None:
    """The rest of the text stays as it is."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    source = Source("a.py", text, line_starts=line_starts(text))
    low, high = (to_lsp.position(source, offset, "utf-16") for offset in (start, end))
    document = Document("a.py", "python", 1, text, line_starts(text))
    document.change([change((low.line, low.character), (high.line, high.character), new)], 2, "utf-16")
    start, end = (from_lsp.offset(text, source.line_starts, position, "utf-16") for position in (low, high))
    assert document.text == text[:start] + new + text[end:]
    assert document.starts == line_starts(document.text)


def test_edits_apply_in_order() -> None:
    """Each one's range is of the text that the one before left."""
    document = Document("a.py", "python", 1, "abc", (0,))
    document.change([change((0, 1), (0, 2), "\n"), change((1, 0), (1, 1), "d")], 2, "utf-16")
    assert (document.text, document.version) == ("a\nd", 2)


@pytest.mark.parametrize("spelled", ["file:///c%3A/a%20b.py", "file:///c:/a b.py"])
def test_a_uri_may_be_spelled_in_several_ways(spelled: str) -> None:
    """VS Code quotes the colon of a drive, other clients do not."""
    documents = Documents()
    documents.open_text(types.TextDocumentItem("file:///c%3A/a%20b.py", "python", 1, "x"))
    document = documents.text(spelled)
    assert document is not None
    assert document.text == "x"


def test_changes_of_what_is_not_open_are_ignored() -> None:
    """A client may be wrong; the server goes on."""
    documents = Documents()
    changed = types.DidChangeTextDocumentParams(types.VersionedTextDocumentIdentifier(2, "a.py"), [])
    assert documents.change_text(changed) is None
    assert documents.close("a.py") is None
