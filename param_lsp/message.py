"""Text for people, kept as a template and its values so that it can be translated where it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_SPOKEN: dict[str, str] = {}  # English template → template of the language that is spoken; empty for English
_TIMES = [0]  # how often a language was chosen


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in English with named holes: `Message("{name} is not known", (("name", "x"),))`.

    The template is the key of a translation. Values are strings, numbers or messages.
    """

    template: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        template = _SPOKEN.get(self.template, self.template)
        return template.format(**{name: str(value) for name, value in self.values}) if self.values else template


def message(template: str, **values: object) -> Message:
    """Make a message; a template without values may hold braces as they are."""
    return Message(template, tuple(values.items()))


def speak(translations: Mapping[str, str]) -> None:
    """Write messages in another language from now on; a process speaks one, as it serves one editor.

    Arguments:
        translations: English template → translated template with the same holes; what is not among them stays English.
    """
    _SPOKEN.clear()
    _SPOKEN.update(translations)
    _TIMES[0] += 1


def spoken() -> int:
    """Give a number that differs after each `speak`: text that was written before may be in another language."""
    return _TIMES[0]
