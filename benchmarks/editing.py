"""A server with a file or notebook open, and what somebody does to it: typing a number, a bracket, a burst of keys."""

from __future__ import annotations

import time
from typing import Any

from lsp_client import Client

FILE = "file:///benchmark/models.py"
NOTEBOOK = "file:///benchmark/models.ipynb"
VIEW = 60  # lines that an editor shows
PLACES = {"function": "[:limit]", "": "layers.Dense("}  # series: what stands before the number that is typed
GAP = 0.04  # seconds between the keys of a burst


class Session:
    """One server with the texts open: one text is a file, several are the cells of a notebook."""

    def __init__(self, client: Client, texts: list[str]) -> None:
        """Open everything and wait for the first hints; `start` and `first` are the seconds that these took."""
        self.client = client
        self.texts = texts
        self.version = 1
        self.typed = 0  # characters that stand at the place now and were not there at first
        self.start = client.initialize()
        self.go("hints")
        opened = self._open()
        self.first = self.ask("textDocument/inlayHint", opened)

    def go(self, series: str) -> None:
        """Put the cursor where a series types: near the middle of all texts."""
        mark = PLACES.get(series, PLACES[""])
        middle = sum(map(len, self.texts)) // 2
        places = []
        begin = 0
        for index, text in enumerate(self.texts):
            at = text.find(mark, max(0, middle - begin)) if len(self.texts) == 1 else text.find(mark)
            if at >= 0:
                places.append((abs(begin + at - middle), index, at + len(mark) - mark.endswith("]")))
            begin += len(text)
        _, self.index, offset = min(places)
        before = self.texts[self.index][:offset]
        self.line = before.count("\n")
        self.column = offset - (before.rfind("\n") + 1)
        self.last_line = self.texts[self.index].count("\n")

    @property
    def uri(self) -> str:
        """The text that is edited: the file or a cell."""
        return FILE if len(self.texts) == 1 else self._cell(self.index)

    def number(self, method: str, number: int) -> float:
        """Type a number that was not there before and ask; gives the seconds until the answer."""
        typed = f"{number % 90 + 10}"
        return self.ask(method, self._replace(typed))

    def bracket(self, method: str) -> float:
        """Open a bracket and ask; take it away again."""
        took = self.ask(method, self._replace("("))
        self.ask(method, self._replace(""))
        return took

    def burst(self, length: int = 10) -> float:
        """Type quickly, each request cancelled by the next; gives the seconds from the last key to the last answer."""
        asked: list[int] = []
        since = 0.0
        for number in range(length):
            if asked:
                time.sleep(GAP)
                self.client.notify("$/cancelRequest", {"id": asked[-1]})
            since = self._replace("1" * (number + 1))
            asked.append(self.client.request("textDocument/inlayHint", self._params("textDocument/inlayHint")))
        took = max(self.client.wait(number)[0] for number in asked) - since
        self.ask("textDocument/inlayHint", self._replace(""))
        return took

    def restore(self) -> None:
        """Take away what was typed."""
        self.ask("textDocument/inlayHint", self._replace(""))

    def ask(self, method: str, since: float) -> float:
        """Ask and wait; gives the seconds since `since`."""
        at, self.answer = self.client.wait(self.client.request(method, self._params(method)))
        return at - since

    def _open(self) -> float:
        documents = [
            {"uri": FILE if len(self.texts) == 1 else self._cell(index), "languageId": "python", "version": 1,
             "text": text}
            for index, text in enumerate(self.texts)
        ]  # fmt: skip
        if len(documents) == 1:
            return self.client.notify("textDocument/didOpen", {"textDocument": documents[0]})
        cells = [{"kind": 2, "document": document["uri"]} for document in documents]
        notebook = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": cells}
        return self.client.notify(
            "notebookDocument/didOpen", {"notebookDocument": notebook, "cellTextDocuments": documents}
        )

    def _cell(self, index: int) -> str:
        return f"vscode-notebook-cell:/benchmark/models.ipynb#c{index}"

    def _replace(self, text: str) -> float:
        """Put a text in place of what was typed last; gives when."""
        self.version += 1
        start = {"line": self.line, "character": self.column}
        end = {"line": self.line, "character": self.column + self.typed}
        self.typed = len(text)
        changes = [{"range": {"start": start, "end": end}, "text": text}]
        document = {"uri": self.uri, "version": self.version}
        if len(self.texts) == 1:
            return self.client.notify("textDocument/didChange", {"textDocument": document, "contentChanges": changes})
        edited = {"cells": {"textContent": [{"document": document, "changes": changes}]}}
        return self.client.notify(
            "notebookDocument/didChange",
            {"notebookDocument": {"uri": NOTEBOOK, "version": self.version}, "change": edited},
        )

    def _params(self, method: str) -> dict[str, Any]:
        """Give what an editor would ask."""
        document: dict[str, Any] = {"textDocument": {"uri": self.uri}}
        if method.endswith("hover"):
            document["position"] = {"line": self.line, "character": self.column - 3}
        if method.endswith("inlayHint"):
            first = max(0, self.line - VIEW // 2)
            document["range"] = {
                "start": {"line": first, "character": 0},
                "end": {"line": min(first + VIEW, self.last_line), "character": 0},
            }
        return document
