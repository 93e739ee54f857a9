"""`keras.applications`: the graphs of Keras 3.15's 40 pretrained architectures, and what their builders accept."""

from __future__ import annotations

from param_lsp.catalogue.applications.architectures import Architecture, Entry, find, names
from param_lsp.catalogue.applications.layers import operation
from param_lsp.catalogue.applications.plan import Plan, Planned, plan
from param_lsp.catalogue.applications.request import IMAGENET, Request, read_request

__all__ = [
    "IMAGENET",
    "Architecture",
    "Entry",
    "Plan",
    "Planned",
    "Request",
    "find",
    "names",
    "operation",
    "plan",
    "read_request",
]
