"""All options, in one frozen `Settings`: from `[tool.param-lint]` and from the editor's section `param-lint`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user can choose.

    Arguments:
        keras_version: "auto", "3", "2" or "1".
        select: rules to run, empty for all.
        ignore: rules not to run.
    """

    keras_version: str = "auto"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
