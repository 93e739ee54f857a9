"""The pages of rules as files that an editor can open from a diagnostic's code; they need no network."""

from __future__ import annotations

import logging
import shutil
import tempfile
import weakref
from pathlib import Path

logger = logging.getLogger(__name__)


class RulePages:
    """Writes a rule's page when it is first linked, into a folder that goes with the server."""

    def __init__(self) -> None:
        self._folder: Path | None = None
        self._uris: dict[str, str | None] = {}

    def uri(self, code: str) -> str | None:
        """Give the URI of a rule's page; None where there is no rule, or no place to write to."""
        if code not in self._uris:
            self._uris[code] = self._written(code)
        return self._uris[code]

    def _written(self, code: str) -> str | None:
        from param_lsp import rules  # noqa: PLC0415 - not before `initialize` is answered

        rule = rules.find(code)
        if rule is None:
            return None
        try:
            if self._folder is None:
                self._folder = Path(tempfile.mkdtemp(prefix="param-lint-rules-"))
                weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
            page = self._folder / f"{code}.md"
            page.write_text(rules.page(rule), encoding="utf-8")
        except OSError:
            logger.exception("the page of %s cannot be written", code)
            return None
        return page.as_uri()
