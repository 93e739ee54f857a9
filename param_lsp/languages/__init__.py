"""Languages other than English: a JSON file for each, which gives an English template its translation.

`tools/translations.py` finds the templates in the code and tells what a file lacks. A new language is one more file.
"""

from __future__ import annotations

import json
from importlib.resources import files

from param_lsp.message import speak

ENGLISH = "en"


def choose(locale: str | None) -> str:
    """Speak the language of a locale from now on, or English where there is no file for it.

    Arguments:
        locale: as editors name it: "ko", "ko-KR", "en_US"; None for English.

    Returns:
        The language chosen: "ko" or "en".
    """
    language = (locale or ENGLISH).replace("_", "-").partition("-")[0].lower()
    if language == ENGLISH or language not in languages():
        speak({})
        return ENGLISH
    speak({template: text for template, text in translations(language).items() if text})
    return language


def languages() -> tuple[str, ...]:
    """List the languages that there are files for, and English."""
    found = (entry.name.removesuffix(".json") for entry in files(__name__).iterdir() if entry.name.endswith(".json"))
    return (ENGLISH, *sorted(found))


def translations(language: str) -> dict[str, str]:
    """Give the translations of one language: template → template, with the same holes."""
    found: dict[str, str] = json.loads(files(__name__).joinpath(f"{language}.json").read_text("utf-8"))
    return found
