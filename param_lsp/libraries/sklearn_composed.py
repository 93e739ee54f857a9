"""scikit-learn's transformers made of others: Pipeline, ColumnTransformer, FeatureUnion, and those of a function."""

from __future__ import annotations

from collections.abc import Sequence

from param_lsp.libraries.arrays import as_array, frame_array, without_contents
from param_lsp.libraries.dtypes import is_float, is_integer, promote
from param_lsp.libraries.frames import position, take_columns
from param_lsp.libraries.registry import function, library_class
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_int
from param_lsp.libraries.sklearn_preprocessing import TRANSFORMERS, learn, transformed
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import (
    Array,
    Call,
    Column,
    Frame,
    LibraryFunction,
    LibraryObject,
    ListValue,
    Series,
    Slice,
    Unknown,
    Value,
)

_PIPELINE, _UNION = "sklearn.pipeline.Pipeline", "sklearn.pipeline.FeatureUnion"
_COLUMNS, _FUNCTION = "sklearn.compose.ColumnTransformer", "sklearn.preprocessing.FunctionTransformer"
_SELECTOR = "sklearn.compose.make_column_selector"
_COMPOSED = (_PIPELINE, _UNION, _COLUMNS, _FUNCTION)

library_class(_PIPELINE, "steps, **rest")
library_class(_UNION, "transformer_list: steps, **rest")
library_class(_COLUMNS, "transformers, *, remainder='drop', **rest")
library_class(_FUNCTION, "func=None, *args, **rest")
library_class(_SELECTOR, "pattern=None, *, dtype_include=None, dtype_exclude=None")


@function("sklearn.pipeline.make_pipeline sklearn.pipeline.make_union", "*steps, **rest")
def make_steps(_call: Call, arguments: Bound) -> Value:
    """Make a pipeline or union whose steps are named after their classes."""
    kind = _PIPELINE if arguments.function.endswith("pipeline") else _UNION
    return LibraryObject(kind, {"steps": ListValue([(None, step) for step in arguments["steps"]])})


@function("sklearn.compose.make_column_transformer", "*transformers, remainder='drop', **rest")
def make_column_transformer(call: Call, arguments: Bound) -> Value:
    """Make a column transformer of (transformer, columns)."""
    named = [
        (None, *part) if isinstance(part, tuple) else call.unknown("a part is no tuple")
        for part in arguments["transformers"]
    ]
    return LibraryObject(_COLUMNS, {"transformers": ListValue(named), "remainder": arguments["remainder"]})


@function(" ".join(f"{name}.fit" for name in _COMPOSED), "self, X=None, *rest, **more")
def fit(call: Call, arguments: Bound) -> Value:
    """Fit all parts; give the object itself."""
    fit_to(call, arguments["self"], arguments["X"])
    return arguments["self"]


@function(" ".join(f"{name}.fit_transform" for name in _COMPOSED), "self, X, *rest, **more")
def fit_transform(call: Call, arguments: Bound) -> Value:
    """Fit all parts, then transform."""
    return fit_to(call, arguments["self"], arguments["X"])


@function(" ".join(f"{name}.transform" for name in _COMPOSED), "self, X, *rest, **more")
def transform(call: Call, arguments: Bound) -> Value:
    """Transform as fitted."""
    return apply(call, arguments["self"], arguments["X"])


@function(" ".join(f"{name}.get_feature_names_out" for name in _COMPOSED), "self, *rest")
def feature_names(call: Call, arguments: Bound) -> Value:
    """Give a name for each column that comes out."""
    width = arguments["self"].fields.get("_width")
    return call.unknown("the object has not been fitted") if width is None else Array((width,), "object")


@function(" ".join(f"{name}.set_output" for name in (*_COMPOSED, *TRANSFORMERS)), "self, *, transform=None")
def set_output(call: Call, arguments: Bound) -> Value:
    """Choose between arrays and frames; frames of its results are not followed."""
    if arguments["transform"] in (None, "default"):
        return arguments["self"]
    return call.unknown("results as frames are not followed")


def fit_to(call: Call, step: Value, data: Value) -> Value:
    """Fit a transformer and give what it makes of the data."""
    if step in ("passthrough", None):
        return data
    if not isinstance(step, LibraryObject) or step.type not in (*_COMPOSED, *TRANSFORMERS):
        return _unknown_result(data)
    if step.type in TRANSFORMERS:
        learn(call, step, data)
        return transformed(step, data)
    call.touch(step)
    if step.type == _COLUMNS:
        step.fields["_fitted"] = _fitted_parts(call, step, data)
    result = apply(call, step, data, fitting=True)
    shape = as_array(result).shape
    if isinstance(shape, tuple) and len(shape) == 2:
        step.fields["_width"] = shape[1]
    return result


def apply(call: Call, step: Value, data: Value, *, fitting: bool = False) -> Value:
    """Give what a transformer makes of data; `fitting` fits the parts of a composed one on the way."""
    if step in ("passthrough", None):
        return data
    if not isinstance(step, LibraryObject) or step.type not in (*_COMPOSED, *TRANSFORMERS):
        return _unknown_result(data)
    if step.type in TRANSFORMERS:
        return transformed(step, data)
    if step.type == _FUNCTION:
        return _of_function(call, step, data)
    if step.type == _COLUMNS:
        return _of_columns(call, step, data)
    parts = _parts(step.fields["steps"], 2)
    if parts is None:
        return _unknown_result(data)
    run = fit_to if fitting else apply
    if step.type == _UNION:
        return _beside([run(call, part, data) for _, part in parts if part != "drop"], data)
    result = data
    for _, part in parts:
        after = run(call, part, result)
        filled = _filled(part, result)
        result = after if filled is None else filled
    return frame_array(result) if isinstance(result, Frame) and result is not data else result


def _filled(part: Value, data: Value) -> Frame | None:
    """Give a frame without missing values for the next step of a pipeline, which may count its categories."""
    if not isinstance(part, LibraryObject) or part.type != "sklearn.impute.SimpleImputer":
        return None
    if not isinstance(data, Frame) or data.columns is None or part.fields.get("add_indicator") is not False:
        return None
    if any(column.missing and not column.distinct for column in data.columns.values()):
        return None  # a column without any value is left out
    keeps = part.fields.get("strategy") == "most_frequent"
    columns = {
        name: column if not column.missing else Column(column.dtype, column.distinct if keeps else None)
        for name, column in data.columns.items()
    }
    return Frame(data.rows, columns, data.width, data.source)


def _of_function(call: Call, step: LibraryObject, data: Value) -> Value:
    wanted = step.fields.get("func")
    if wanted is None:
        return data
    if isinstance(wanted, LibraryFunction):
        return without_contents(as_array(data)) if wanted.name in _ELEMENTWISE else _unknown_result(data)
    return call.evaluate(wanted, [data])


_ELEMENTWISE = frozenset(f"numpy.{name}" for name in ("log1p", "log", "sqrt", "exp", "expm1", "abs", "square", "cbrt"))


# -- columns ---------------------------------------------------------------------------------------------------------


def _fitted_parts(call: Call, step: LibraryObject, data: Value) -> tuple[tuple[Value, Value], ...] | None:
    """Fit a copy of each part to its columns, as scikit-learn does; gives (part, columns), the remainder last."""
    parts = _parts(step.fields["transformers"], 3)
    if parts is None:
        return None
    fitted: list[tuple[Value, Value]] = []
    used: list[Value] = []
    for _, part, wanted in parts:
        columns = _chosen(call, wanted, data)
        names = _as_names(columns, data)
        if names is None:
            used = [*used, call.unknown("the columns are not known")]
        else:
            used += names
        own = _copy(part)
        if own != "drop":
            fit_to(call, own, _taken(call, data, columns))
        fitted.append((own, columns))
    remainder = step.fields.get("remainder")
    if remainder != "drop":
        rest = _others(used, data)
        own = _copy(remainder)
        fit_to(call, own, _taken(call, data, rest))
        fitted.append((own, rest))
    return tuple(fitted)


def _copy(part: Value) -> Value:
    return LibraryObject(part.type, dict(part.fields)) if isinstance(part, LibraryObject) else part


def _of_columns(call: Call, step: LibraryObject, data: Value) -> Value:
    fitted = step.fields.get("_fitted")
    if fitted is None:
        return _unknown_result(data)
    return _beside([apply(call, part, _taken(call, data, columns)) for part, columns in fitted if part != "drop"], data)


def _chosen(call: Call, wanted: Value, data: Value) -> Value:
    """Give the columns that a part asks for; a selector or function is asked what it chooses of the data."""
    if isinstance(wanted, LibraryObject) and wanted.type == _SELECTOR:
        return _by_type(wanted, data)
    if isinstance(wanted, (str, int, Slice, ListValue, tuple, Array, Unknown, Series)):
        return wanted
    return call.evaluate(wanted, [data])


def _by_type(selector: LibraryObject, data: Value) -> Value:
    """Choose columns by their type; of types that are not known, nobody knows which they are."""
    unknown = Unknown(message("the types of the columns are not known"))
    if not isinstance(data, Frame) or data.columns is None or selector.fields.get("pattern") is not None:
        return unknown
    kinds = {name: _kind(column.dtype) for name, column in data.columns.items()}
    if None in kinds.values():
        return unknown
    names = list(kinds)
    for option, keep in (("dtype_include", True), ("dtype_exclude", False)):
        asked = selector.fields.get(option)
        if asked is None:
            continue
        wanted = {_asked(one) for one in sequence(asked) or (asked,)}
        if None in wanted:
            return unknown
        names = [name for name in names if (kinds[name] in wanted) == keep]
    return ListValue(names)


def _kind(dtype: str | None) -> str | None:
    if is_integer(dtype) or is_float(dtype):
        return "number"
    return {"object": "text", "str": "text", "string": "text", "bool": "bool", "category": "category"}.get(dtype or "")


def _asked(wanted: Value) -> str | None:
    """Read what a selector asks for, as far as the kinds above tell it: numbers in general, texts, categories."""
    name = wanted.name.rpartition(".")[2] if isinstance(wanted, LibraryFunction) else wanted
    return {"number": "number", "object": "text", "str": "text", "category": "category", "bool": "bool"}.get(
        name if isinstance(name, str) else ""
    )


def _taken(call: Call, data: Value, columns: Value) -> Value:
    """Give some columns of a frame or array."""
    if isinstance(columns, Unknown):
        return _unknown_result(data)
    if isinstance(columns, Slice):
        return position(data, (Slice(), columns), call) if isinstance(data, Frame) else _places(data, columns)
    members = sequence(columns)
    if isinstance(columns, (str, int)) and not isinstance(columns, bool):
        members = (columns,)
    if members is None:
        return _unknown_result(data)
    if isinstance(data, Frame):
        if all(isinstance(name, int) and not isinstance(name, bool) for name in members):
            return position(data, (Slice(), ListValue(list(members))), call)
        if all(isinstance(name, str) for name in members):
            found = take_columns(data, ListValue(list(members)), call)
            return _unknown_result(data) if isinstance(found, Unknown) else found
        return _unknown_result(data)
    return _places(data, columns if not isinstance(columns, (str, int)) else ListValue([columns]))


def _places(data: Value, columns: Value) -> Value:
    """Give the columns of an array by their places."""
    array = as_array(data)
    members = sequence(columns)
    if members is not None and all(isinstance(place, int) and not isinstance(place, bool) for place in members):
        return Array((_rows(data), len(members)), array.dtype, source=array.source)
    shape = array.shape
    if isinstance(columns, Slice) and isinstance(shape, tuple) and len(shape) == 2 and isinstance(shape[1], int):
        ends = [None if end is None else as_int(end) for end in (columns.start, columns.stop, columns.step)]
        given = (columns.start, columns.stop, columns.step)
        if all(end is not None or one is None for end, one in zip(ends, given, strict=True)):
            return Array((_rows(data), len(range(shape[1])[slice(*ends)])), array.dtype, source=array.source)
    return _unknown_result(data)


def _as_names(columns: Value, data: Value) -> list[Value] | None:
    """Give columns as the names of a frame, or the places of an array, to tell which are left."""
    names = list(data.columns) if isinstance(data, Frame) and data.columns is not None else None
    if isinstance(columns, Slice):
        width = len(names) if names is not None else _width(data)
        if not isinstance(width, int) or any(isinstance(end, str) for end in (columns.start, columns.stop)):
            return None
        ends = [None if end is None else as_int(end) for end in (columns.start, columns.stop, columns.step)]
        columns = ListValue(list(range(width)[slice(*ends)]))
    members = (columns,) if isinstance(columns, (str, int)) else sequence(columns)
    if members is None or any(isinstance(member, bool) for member in members):
        return None
    found: list[Value] = []
    for member in members:
        if isinstance(member, int) and names is not None and isinstance(data, Frame):
            if not -len(names) <= member < len(names):
                return None
            found.append(names[member])
        elif isinstance(member, (str, int)):
            found.append(member)
        else:
            return None
    return found


def _others(used: Sequence[Value], data: Value) -> Value:
    """Give the columns that no part asks for."""
    unknown = Unknown(message("which columns are left is not known"))
    if any(isinstance(name, Unknown) for name in used):
        return unknown
    if isinstance(data, Frame):
        if data.columns is None:
            return unknown
        return ListValue([name for name in data.columns if name not in used])
    width = _width(data)
    if not isinstance(width, int) or not all(isinstance(place, int) for place in used):
        return unknown
    taken = {place % width for place in used if width}
    return ListValue([place for place in range(width) if place not in taken])


# -- results ---------------------------------------------------------------------------------------------------------


def _beside(results: Sequence[Value], data: Value) -> Value:
    """Put results beside each other, as hstack does; with few values other than 0 they stay sparse."""
    width: Count = 0
    dtype: str | None = None
    kind = "numpy"
    for number, result in enumerate(results):
        array = as_array(result)
        shape = array.shape
        if isinstance(shape, tuple) and len(shape) == 2 and shape[1] is not None:
            width = width + shape[1]
        else:
            width = UnknownDim(message("how many columns a part gives is not known"), 0)
        dtype = array.dtype if not number else promote(dtype, array.dtype) if dtype and array.dtype else None
        kind = "scipy" if array.kind == "scipy" else kind
    return Array((_rows(data), width), dtype, kind=kind)


def _unknown_result(data: Value) -> Array:
    reason = message("a step is not followed")
    return Array((_rows(data), UnknownDim(reason, 0)))


def _rows(data: Value) -> Count:
    shape = as_array(data).shape
    if isinstance(shape, UnknownShape):
        return UnknownDim(shape.reason, 0) if shape.first is None else shape.first
    return shape[0] if shape and shape[0] is not None else UnknownDim(message("the number of rows is not known"), 0)


def _width(data: Value) -> Count | None:
    shape = as_array(data).shape
    return shape[1] if isinstance(shape, tuple) and len(shape) == 2 else None


def _parts(written: Value, size: int) -> list[tuple[Value, ...]] | None:
    """Read a list of (name, transformer) or (name, transformer, columns)."""
    members = sequence(written)
    if members is None:
        return None
    parts = [tuple(sequence(member) or ()) for member in members]
    return parts if all(len(part) == size for part in parts) else None
