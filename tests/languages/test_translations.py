"""Translations: each language has words for every template of the code, with the same holes."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from param_lsp.languages import ENGLISH, choose, languages, translations
from param_lsp.message import message

TOOL = Path(__file__).parents[2] / "tools" / "translations.py"
OTHERS = [language for language in languages() if language != ENGLISH]


@pytest.fixture(scope="module")
def tool():
    """Load the tool that finds the templates."""
    spec = importlib.util.spec_from_file_location("translations_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(autouse=True)
def _english_again():
    yield
    choose(None)


def test_there_are_other_languages():
    assert "ko" in OTHERS


@pytest.mark.parametrize("language", OTHERS)
def test_every_template_is_translated(tool, language):
    """`python tools/translations.py --write` puts those that are missing into the file."""
    assert tool.missing(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_translation_has_the_holes_of_its_template(tool, language):
    assert tool.wrong(language) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_language_has_nothing_that_no_code_says(tool, language):
    assert set(translations(language)) <= set(tool.templates())


def test_every_template_can_be_found(tool):
    """One that is put together when the code runs has no translation, and nobody would notice."""
    assert tool.unreadable() == []


def test_a_message_is_written_in_the_language_spoken():
    said = message("Unknown: {reason}", reason=message("No parameters."))
    assert str(said) == "Unknown: No parameters."
    assert choose("ko-KR") == "ko"
    assert str(said) != "Unknown: No parameters."
    assert choose("xx") == "en"
    assert str(said) == "Unknown: No parameters."
