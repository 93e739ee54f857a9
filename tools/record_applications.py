"""Records the graphs of `keras.applications` from live Keras: run it with Keras 3.15, then commit what it wrote.

Each architecture's builder is run a few times with other arguments (with and without its top, with pooling, with
pretrained weights, with other channels); the runs are merged into one list of entries, some of them with a condition,
and the list is checked to give back every run. MobileNets are not recorded: their graph depends on `alpha`, and
`param_lsp.catalogue.applications.mobilenets` builds them.

    python tools/record_applications.py [NAME …]
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import gzip
import inspect
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest import mock

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
from keras.src.applications import imagenet_utils
from keras.src.backend.common import stateless_scope, variables
from keras.src.ops.operation import Operation
from keras.src.utils import file_utils

DATA = Path(__file__).parents[1] / "param_lsp" / "catalogue" / "applications" / "data"
RECORDED = tuple(
    name
    for name in sorted(dir(keras.applications))
    if name[0].isupper() and not name.startswith("MobileNet")
)  # fmt: skip
CLASSES, ACTIVATION, NAME = 1237, "sparse_plus", "A_NAME"
"""What stands for the arguments `classes`, `classifier_activation` and (of ConvNeXt) `name` while recording."""
IGNORED = re.compile(r"name|.*_(initializer|regularizer|constraint)|data_format|momentum")
"""Arguments that change neither shapes nor weights."""


class Padding(list):
    """The padding that `correct_pad` chose for the size at hand; `kernel` is what it depends on beside the size."""

    kernel: int


@dataclass
class Entry:
    """One layer or operation: its class, arguments that are not defaults, explicit name, and what it is called on."""

    type: str
    arguments: dict[str, Any]
    name: str | None
    inbound: list[int] = field(default_factory=list)
    when: str | None = None
    layers: list[Entry] = field(default_factory=list)  # of a Sequential

    def key(self) -> str:
        """Give what makes two entries of different runs the same one."""
        return json.dumps([self.type, self.arguments, self.name, [layer.key() for layer in self.layers]])


RUNS: dict[str, dict[str, Any]] = {
    # The facts that are new in each run, and the arguments; each run is merged into those before it.
    "avg": {"pooling": "avg"},
    "max": {"pooling": "max"},
    "imagenet": {"weights": "imagenet"},
    "rgb": {"include_preprocessing": True},
    "grey": {"include_preprocessing": True, "input_shape": (96, 96, 1)},
    "top": {"include_top": True, "input_shape": (96, 96, 3)},
}
SHAPE = (None, None, 3)


def record(name: str, shape: tuple[int | None, ...] = SHAPE) -> dict[str, Any]:
    """Record one architecture.

    Arguments:
        name: of the builder in `keras.applications`.
        shape: the input to record with; NASNet's graph for a known width differs from that for an unknown one.

    Returns:
        What goes into its file.
    """
    builder = getattr(keras.applications, name)
    parameters = inspect.signature(builder).parameters
    base = {"include_top": False, "weights": None, "input_shape": shape}
    if "include_preprocessing" in parameters:
        base["include_preprocessing"] = False
    if name.startswith("ConvNeXt"):
        base["name"] = NAME
    merged, sizes = run(builder, base)
    runs = {"bare": (frozenset(["bare"]), [*merged])}
    for fact, extra in RUNS.items():
        if not extra.keys() <= parameters.keys():
            continue
        if fact in ("imagenet", "top") and shape is SHAPE and name.startswith("NASNet"):
            continue  # neither is possible for a free size
        changed = {**base, **extra}
        if fact == "imagenet" and "name" in base:
            continue  # its name has to be its own, and nothing else changes
        if fact == "top":
            changed |= {"classes": CLASSES, "classifier_activation": ACTIVATION}
        elif shape is not SHAPE and fact in ("avg", "max", "imagenet"):
            changed["input_shape"] = shape
        entries, _ = run(builder, changed)
        facts = frozenset([fact] if fact == "top" else ["bare", fact])
        merged = merge(merged, entries, fact, facts)
        runs[fact] = facts, entries
    for label, (facts, entries) in runs.items():
        assert selected(merged, facts) == [dumped(entry) for entry in entries], f"{name}: the run {label} is lost"
    return {
        "keras": keras.__version__,
        "parameters": [[p.name, p.default] for p in parameters.values()],
        "default_size": sizes["default_size"],
        "min_size": sizes["min_size"],
        "messages": messages(builder),
        **packed(merged),
    }


def run(builder: Any, arguments: dict[str, Any]) -> tuple[list[Entry], dict[str, Any]]:
    """Run a builder and give its entries in the order in which they are called, and what it takes as sizes."""
    keras.utils.clear_session(free_memory=False)
    sizes: dict[str, Any] = {}
    with watched(sizes) as created:
        model = builder(**arguments)
    return entries_of(model, created), sizes


@contextlib.contextmanager
def watched(sizes: dict[str, Any]) -> Iterator[dict[int, Any]]:
    """Watch what is created with which arguments, in order; weights are not loaded."""
    created: dict[int, Any] = {}
    new, pad, obtain = Operation.__new__, imagenet_utils.correct_pad, imagenet_utils.obtain_input_shape

    def make(cls: type, *args: Any, **kwargs: Any) -> Any:
        made = new(cls, *args, **kwargs)
        created[id(made)] = (made, args, kwargs)
        return made

    def choose(inputs: Any, kernel_size: Any) -> Padding:
        chosen = Padding(pad(inputs, kernel_size))
        chosen.kernel = kernel_size if isinstance(kernel_size, int) else kernel_size[0]
        return chosen

    def sizes_of(input_shape: Any, **keywords: Any) -> Any:
        sizes.update(keywords)
        return obtain(input_shape, **keywords)

    with (
        mock.patch.object(Operation, "__new__", make),
        mock.patch.object(imagenet_utils, "correct_pad", choose),
        mock.patch.object(imagenet_utils, "obtain_input_shape", sizes_of),
        mock.patch.object(file_utils, "get_file", return_value="no.h5"),
        mock.patch.object(variables, "initialize_all_variables"),  # nobody needs the numbers
        stateless_scope.StatelessScope(),
        mock.patch.object(keras.Model, "load_weights"),
    ):
        yield created


def entries_of(model: Any, created: dict[int, Any]) -> list[Entry]:
    """Give a functional model's entries; entry 0 is its input."""
    order = {id(made): number for number, (made, _, _) in enumerate(created.values())}
    operations = sorted(model.operations, key=lambda operation: called_at(operation, order))
    index = {id(operation): number for number, operation in enumerate(operations)}
    found = []
    for operation in operations:
        (node,) = operation._inbound_nodes  # noqa: SLF001 - Keras shows it nowhere else; no layer is shared
        entry = entry_of(operation, created)
        makers = [tensor._keras_history.operation for tensor in node.input_tensors]  # noqa: SLF001
        entry.inbound = [index[id(maker)] for maker in makers]
        found.append(entry)
    assert found[0].type == "InputLayer"
    assert all(before < number for number, entry in enumerate(found) for before in entry.inbound), "called out of order"
    return found


def called_at(operation: Any, order: dict[int, int]) -> int:
    """Give when an operation was called; ConvNeXt makes its Sequentials long before, and they build when called."""
    if isinstance(operation, keras.Sequential):
        return order[id(operation._functional)]  # noqa: SLF001
    return order[id(operation)]


def entry_of(operation: Any, created: dict[int, Any]) -> Entry:
    """Give what an operation was made with."""
    if isinstance(operation, keras.Sequential):
        inner = [entry_of(layer, created) for layer in operation.layers]
        return Entry("Sequential", {}, operation.name, layers=inner)
    _, args, kwargs = created[id(operation)]
    kind = type(operation).__name__
    if not isinstance(operation, keras.layers.Layer):
        return Entry(f"operation {kind}", {}, None)
    if kind == "InputLayer":
        return Entry(kind, {}, None)
    signature = inspect.signature(type(operation).__init__)
    bound = signature.bind(operation, *args, **kwargs).arguments
    given = {key: value for key, value in bound.items() if key not in ("self", "kwargs", "name")}
    arguments = {
        key: plain(value)
        for key, value in given.items()
        if not IGNORED.fullmatch(key) and value != signature.parameters[key].default
    }
    return Entry(kind, arguments, named(operation, created))


def named(operation: Any, created: dict[int, Any]) -> str | None:
    """Give the name that the builder gave, or None where Keras counts."""
    name = created[id(operation)][2].get("name")
    assert name is None or name == operation.name
    return name


def plain(value: Any) -> Any:
    """Give an argument as JSON."""
    if isinstance(value, Padding):
        return {"correct_pad": value.kernel}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, int) and value == CLASSES:
        return {"argument": "classes"}
    if value == ACTIVATION:
        return {"argument": "classifier_activation"}
    assert value is None or isinstance(value, bool | int | float | str), value
    return value


def merge(merged: list[Entry], other: list[Entry], fact: str, facts: frozenset[str]) -> list[Entry]:
    """Merge a run: what it has and the others have not gets its fact as condition, what it lacks the opposite one."""
    before, after = [entry.key() for entry in merged], [entry.key() for entry in other]
    result: list[Entry] = []
    where: dict[int, int] = {}  # index in `other` → in `result`
    moved: dict[int, int] = {}  # index in `merged` → in `result`
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, low, high, start, end in matcher.get_opcodes():
        for index in range(low, high):
            entry = merged[index]
            moved[index] = len(result)
            if tag == "equal":
                where[start + index - low] = len(result)
                if entry.when is not None and facts.isdisjoint(entry.when.split("|")):
                    entry.when += f"|{fact}"
            elif fact == "top" and entry.when is None:
                entry.when = "bare"
            inbound = [moved[number] for number in entry.inbound]
            result.append(Entry(entry.type, entry.arguments, entry.name, inbound, entry.when, entry.layers))
        for index in range(start, end) if tag in ("insert", "replace") else ():
            entry = other[index]
            where[index] = len(result)
            # It follows what it follows in its own run, behind those there that other runs put at the same place.
            inbound = [len(result) - 1] if len(entry.inbound) == 1 else [where[number] for number in entry.inbound]
            result.append(Entry(entry.type, entry.arguments, entry.name, inbound, fact, entry.layers))
    inserted = {number for number, entry in enumerate(result) if entry.when == fact}
    for index, entry in enumerate(other):
        for slot, number in enumerate(entry.inbound):
            if where[number] in inserted:
                result[where[index]].inbound[slot] = where[number]
    return result


def selected(merged: list[Entry], facts: frozenset[str]) -> list[str]:
    """Choose the entries whose conditions hold: one that does not hold passes on what it is called on."""
    where: dict[int, int] = {}
    found: list[str] = []
    for number, entry in enumerate(merged):
        if entry.when is not None and facts.isdisjoint(entry.when.split("|")):
            where[number] = where[entry.inbound[0]]
            continue
        where[number] = len(found)
        found.append(dumped(entry, [where[before] for before in entry.inbound]))
    return found


def dumped(entry: Entry, inbound: list[int] | None = None) -> str:
    """Give an entry as text, to compare."""
    return json.dumps([entry.key(), entry.inbound if inbound is None else inbound])


def messages(builder: Any) -> dict[str, str]:
    """Give what the builder raises for wrong weights and classes, its arguments' values as {weights} and {classes}."""
    found = {}
    for key, wrong in {"weights": {"weights": "no-such-weights"}, "classes": {"classes": CLASSES}}.items():
        try:
            builder(**wrong)
        except ValueError as error:  # noqa: PERF203 - twice
            found[key] = str(error).replace("no-such-weights", "{weights}").replace(str(CLASSES), "{classes}")
    return found


def packed(merged: list[Entry]) -> dict[str, Any]:
    """Give the entries with types and arguments as tables; an entry is [type, arguments, name, inbound, when].

    Types and arguments are indexes into the tables; `inbound` counts backwards from the entry itself, which compresses
    better; trailing values that are the usual ones (called on the entry before, no condition) are left out.
    """
    types: list[str] = []
    arguments: list[Any] = []
    rows = []
    for number, entry in enumerate(merged):
        inner = [row(layer, [], types, arguments) for layer in entry.layers]
        rows.append(row(entry, [number - before for before in entry.inbound], types, arguments, inner))
    return {"types": types, "arguments": arguments, "entries": rows}


def row(entry: Entry, inbound: list[int], types: list[str], arguments: list[Any], inner: Any = None) -> list[Any]:
    """Give one entry, adding to the tables."""
    if entry.type not in types:
        types.append(entry.type)
    given = entry.arguments if inner is None or entry.type != "Sequential" else {"layers": inner}
    if given not in arguments:
        arguments.append(given)
    name = entry.name.replace(NAME, "{name}") if entry.name is not None else None
    found = [types.index(entry.type), arguments.index(given), name, inbound, entry.when]
    while found and found[-1] in (None, [1], []):
        found.pop()
    return found


def text_of(recorded: dict[str, Any]) -> str:
    """Give what is written, as text."""
    return json.dumps(recorded, separators=(",", ":"))


def files(name: str) -> dict[str, dict[str, Any]]:
    """Record all variants of an architecture: file stem → what goes into it."""
    if name.startswith("NASNet"):
        return {name: record(name, (96, 96, 3)), f"{name}-free": record(name)}
    return {name: record(name)}


def main() -> None:
    """Record the architectures that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    for name in parser.parse_args().names or RECORDED:
        for stem, recorded in files(name).items():
            packed_text = gzip.compress(text_of(recorded).encode(), 9, mtime=0)
            (DATA / f"{stem}.json.gz").write_bytes(packed_text)
            sys.stdout.write(f"{stem}: {len(recorded['entries'])} entries, {len(packed_text)} bytes\n")


if __name__ == "__main__":
    main()
