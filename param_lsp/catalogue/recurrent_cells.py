"""RNN over any cells, and StackedRNNCells, which runs several cells in each step."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NoReturn

from param_lsp.catalogue.layer import OWN_FIRST, Layer, automatic_name, reject
from param_lsp.catalogue.reading import Unfollowed, members, require_known, unknown_members
from param_lsp.catalogue.recurrent import Cell, Recurrent, State, UnitsCell, check_state_size, under
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.message import Message, message
from param_lsp.shapes import Dim, Shape, Shapes, ShapeTree
from param_lsp.values import Applied, Arguments, Function, LayerValue, ListValue, ModelValue, NumpyScalar, Value, Weight

_SIZES = "(single integer or list of integers, one integer per RNN state)"


class RNN(Recurrent):
    """keras/src/layers/rnn/rnn.py."""

    name = "RNN"
    order = OWN_FIRST
    signature = """cell, return_sequences=False, return_state=False, go_backwards=False, stateful=False, unroll=False,
    zero_output_for_mask=False, **kwargs"""

    def check(self, arguments: Arguments) -> None:
        """Reject what is not a cell."""
        cell = arguments["cell"]
        inner = _listed(cell)
        if inner is not None:
            check_cells(inner)
            return
        _require_followed(cell)
        if isinstance(cell, LayerValue | ModelValue):
            _reject_stateless(
                cell, f"The RNN cell should have a `state_size` attribute {_SIZES}. Received: cell={str_of(cell)}"
            )
            if isinstance(cell, LayerValue) and isinstance(cell.declaration, UnitsCell) and cell.arguments is not None:
                check_units_cell(cell.declaration, cell.arguments)
            return
        reject(
            f"Argument `cell` should have a `call` method. Received: cell={str_of(cell)}",
            message("`cell` must be a cell, got {value}", value=repr_of(cell)),
            argument="cell",
        )

    def accept(self, arguments: Arguments, shape: Shape) -> None:
        """Reject an input without axes."""
        if not shape:
            _reject_axes(shape)

    def apply_checked(self, arguments: Arguments, inputs: ShapeTree) -> Applied:
        """Apply the layer; the weights of untrainable cells are frozen."""
        applied = super().apply_checked(arguments, inputs)
        paths = tuple(_frozen(arguments["cell"], ""))
        return replace(applied, frozen=frozenset(w.name for w in applied.weights if w.name.startswith(paths)))

    def sequence_weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the weights of the cell, under its name; a list of cells is a StackedRNNCells."""
        name, declaration, inner = _cell(arguments["cell"])
        return under(name, declaration.weights(inner, (shape[0], *shape[2:])))

    def step_shapes(self, arguments: Arguments, shape: Shape) -> tuple[Shape, tuple[State, ...]]:
        """Give the cell's output size, and its state sizes; Keras looks for a time axis only now."""
        if len(shape) < 2:
            _reject_axes(shape)
        _, declaration, inner = _cell(arguments["cell"])
        return (declaration.output_size(inner),), declaration.states_of(inner)


class StackedRNNCells(Cell):
    """keras/src/layers/rnn/stacked_rnn_cells.py."""

    name = "StackedRNNCells"
    signature = "cells, **kwargs"

    def check(self, arguments: Arguments) -> None:
        """Reject members that are not cells."""
        cells = _listed(arguments["cells"])
        if cells is None:
            raise Unfollowed(message("`cells` is not a list of cells that can be followed"))
        check_cells(cells)

    def states_of(self, arguments: Arguments) -> tuple[State, ...]:
        """Give each cell's state, or its list of states."""
        shapes: list[State] = []
        for _, declaration, inner in self._members(arguments):
            states = declaration.states_of(inner)
            single = len(states) == 1 and isinstance(declaration, UnitsCell)
            shapes.append(states[0] if single else Shapes(states))
        return tuple(shapes)

    def output_size(self, arguments: Arguments) -> Dim:
        """Give the last cell's."""
        _, declaration, inner = self._members(arguments)[-1]
        return declaration.output_size(inner)

    def weights(self, arguments: Arguments, shape: Shape) -> Iterator[Weight]:
        """Give the cells' weights, each cell fed by the one before."""
        for name, declaration, inner in self._members(arguments):
            yield from under(name, declaration.weights(inner, shape))
            shape = (shape[0], declaration.output_size(inner))

    def _members(self, arguments: Arguments) -> list[tuple[str, Cell, Arguments]]:
        cells = [_cell(cell) for cell in _listed(arguments["cells"]) or ()]
        if not cells:
            reject("list index out of range", message("there is no cell in the list"), argument="cells")
        return cells


def _reject_axes(shape: Shape) -> NoReturn:
    reject(
        "tuple index out of range",
        message("RNN wants an input (batch, time, features), gets rank {rank}", rank=len(shape)),
        rule="incompatible-rank",
        short=message("wants rank 3, gets rank {rank}", rank=len(shape)),
    )


def check_cells(cells: Iterable[Value]) -> None:
    """Reject members of a list of cells that are none."""
    for cell in cells:
        _require_followed(cell)
        if not isinstance(cell, LayerValue | ModelValue):
            reject(
                f"All cells must have a `call` method. Received cell without a `call` method: {str_of(cell)}",
                message("a list of cells must hold cells, got {value}", value=repr_of(cell)),
            )
        _reject_stateless(
            cell, f"All cells must have a `state_size` attribute. Received cell without a `state_size`: {str_of(cell)}"
        )


def check_units_cell(declaration: UnitsCell, arguments: Arguments) -> None:
    """Reject a single cell whose one state size is not an integer."""
    if declaration.states == 1:
        check_state_size(arguments["units"])
    elif isinstance(arguments["units"], NumpyScalar):
        raise Unfollowed(message("`units` is a NumPy number"))


def _listed(value: Value) -> tuple[Value, ...] | None:
    """Give the members of a list or tuple of cells; None when it is not one."""
    if not isinstance(value, tuple | ListValue) or unknown_members(value) is not None:
        return None
    return members(value)


def _require_followed(cell: Value) -> None:
    require_known("cell", cell)
    if isinstance(cell, LayerValue) and (cell.arguments is None or cell.misfit is not None or cell.reason is not None):
        raise Unfollowed(cell.reason or message("the cell cannot be made"))
    known = isinstance(cell, LayerValue | ModelValue | bool | int | float | str | NumpyScalar | Function | None)
    if not known or (isinstance(cell, LayerValue) and not isinstance(cell.declaration, Layer)):
        raise Unfollowed(message("the cell is of a class that is not followed"))


def _reject_stateless(cell: LayerValue | ModelValue, words: str) -> None:
    """Reject a layer of Keras's that has no `state_size`."""
    if isinstance(cell, LayerValue) and isinstance(cell.declaration, Cell):
        return
    if isinstance(cell, ModelValue) and cell.kind == "subclass":
        raise Unfollowed(message("whether the model has a `state_size` is not known"))
    reject(words, message("{value} is not a cell: it has no `state_size`", value=repr_of(cell)), argument="cell")


def _cell(value: Value) -> tuple[str, Cell, Arguments]:
    """Give the cell's name, declaration and arguments."""
    inner = _listed(value)
    if inner is not None:
        stacked = StackedRNNCells()
        return automatic_name(stacked.name), stacked, Arguments({"cells": value}, {})
    if isinstance(value, LayerValue) and isinstance(value.declaration, Cell) and value.arguments is not None:
        return value.name or automatic_name(value.declaration.name), value.declaration, value.arguments
    raise Unfollowed(_unfollowed_cell(value))


def _frozen(value: Value, before: str) -> Iterator[str]:
    """Give the paths of the cells with `trainable=False`."""
    inner = _listed(value)
    name, declaration, arguments = _cell(value)
    path = f"{before}{name}/"
    if inner is None and value.trainable is None:
        raise Unfollowed(message("whether the cell is trainable is not known"))
    if inner is None and value.trainable is False:
        yield path
    if isinstance(declaration, StackedRNNCells):
        for cell in _listed(arguments["cells"]) or ():
            yield from _frozen(cell, path)


def _unfollowed_cell(value: Value) -> Message:
    return message("the cell {value} is not followed", value=repr_of(value))
