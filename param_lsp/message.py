"""Text for people, kept as a template and its values so that it can be translated where it is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence in English with named holes: `Message("{name} is not known", (("name", "x"),))`.

    The template is the key of a translation. Values are strings, numbers or messages.
    """

    template: str
    values: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return (
            self.template.format(**{name: str(value) for name, value in self.values}) if self.values else self.template
        )


def message(template: str, **values: object) -> Message:
    """Make a message; a template without values may hold braces as they are."""
    return Message(template, tuple(values.items()))
