"""scikit-learn's scalers, encoders and projections: what `fit_transform` does to the number of columns."""

from __future__ import annotations

from dataclasses import replace

from param_lsp.libraries.arrays import as_array, with_items, without_contents
from param_lsp.libraries.registry import function, library_class
from param_lsp.libraries.selection import unique_values
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sklearn_widths import (
    BINS,
    HASHING,
    IMPUTERS,
    ONE_HOT,
    POLYNOMIAL,
    PREPROCESSING,
    PROJECTIONS,
    SELECTORS,
    VECTORIZERS,
    width_out,
)
from param_lsp.message import message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Frame, LibraryObject, ListValue, Series, Unknown, Value

_SCALERS = tuple(
    PREPROCESSING + name
    for name in ("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "QuantileTransformer",
                 "PowerTransformer", "Binarizer")
)  # fmt: skip
_LABEL, _ORDINAL, _BINARIZER = (PREPROCESSING + name for name in ("LabelEncoder", "OrdinalEncoder", "LabelBinarizer"))
_SAME_SHAPE = (*_SCALERS, _ORDINAL)
TRANSFORMERS = (
    *_SAME_SHAPE, _LABEL, ONE_HOT, _BINARIZER, POLYNOMIAL, BINS, *PROJECTIONS, *IMPUTERS, *VECTORIZERS, HASHING,
    *SELECTORS,
)  # fmt: skip


def _methods(classes: tuple[str, ...], *names: str) -> str:
    return " ".join(f"{kind}.{name}" for kind in classes for name in names)


library_class(" ".join((*_SCALERS, _LABEL)), "*args, **rest")
library_class(" ".join(IMPUTERS), "*args, strategy='mean', add_indicator=False, "
              "keep_empty_features=False, **rest")  # fmt: skip
library_class(_ORDINAL, "**rest")
library_class(ONE_HOT, "*, categories='auto', drop=None, sparse_output=True, dtype=None, handle_unknown='error', "
                "min_frequency=None, "
              "max_categories=None, sparse=None, **rest")  # fmt: skip
library_class(_BINARIZER, "*, neg_label=0, pos_label=1, sparse_output=False")
library_class(POLYNOMIAL, "degree=2, interaction_only=False, include_bias=True, order='C'")
_DISCRIMINANT = "sklearn.discriminant_analysis.LinearDiscriminantAnalysis"
library_class(" ".join(name for name in PROJECTIONS if name != _DISCRIMINANT), "n_components=None, *args, **rest")
library_class(_DISCRIMINANT, "solver='svd', shrinkage=None, priors=None, n_components=None, **rest")
library_class(" ".join(VECTORIZERS), "*args, max_features=None, vocabulary=None, **rest")
library_class(HASHING, "*args, n_features=1048576, **rest")
library_class(BINS, "n_bins=5, *, encode='onehot', **rest")
library_class("sklearn.feature_selection.SelectKBest", "score_func=None, *, k=10")
library_class("sklearn.feature_selection.RFE", "estimator, *, n_features_to_select=None, **rest")
library_class(" ".join(name for name in SELECTORS if not name.endswith(("SelectKBest", "RFE"))), "*args, **rest")


@function(_methods(TRANSFORMERS, "fit", "partial_fit"), "self, X, *rest, **more")
def fit(call: Call, arguments: Bound) -> Value:
    """Remember the columns, and the categories of an encoder; give the object itself."""
    self = arguments["self"]
    learn(call, self, arguments["X"])
    return self


@function(_methods(TRANSFORMERS, "fit_transform"), "self, X, *rest, **more")
def fit_transform(call: Call, arguments: Bound) -> Value:
    """Fit, then transform."""
    self = arguments["self"]
    learn(call, self, arguments["X"])
    return transformed(self, arguments["X"])


@function(_methods(TRANSFORMERS, "transform"), "self, X, *rest, **more")
def transform(_call: Call, arguments: Bound) -> Value:
    """Transform as fitted."""
    return transformed(arguments["self"], arguments["X"])


@function(_methods(_SAME_SHAPE, "inverse_transform"), "self, X, *rest, **more")
@function(
    " ".join(PREPROCESSING + name for name in ("scale", "minmax_scale", "normalize", "robust_scale", "maxabs_scale")),
    "X, *rest, **more",
)
def inverse_transform(_call: Call, arguments: Bound) -> Value:
    """Give an array of the same shape."""
    array = without_contents(as_array(arguments["X"]))
    return replace(array, dtype=array.dtype if array.dtype == "float32" else "float64")


@function(f"{_LABEL}.inverse_transform", "self, y")
def inverse_labels(_call: Call, arguments: Bound) -> Value:
    """Give labels of the same number."""
    return replace(without_contents(as_array(arguments["y"])), dtype=None)


@function(_methods((ONE_HOT, *VECTORIZERS), "get_feature_names_out", "get_feature_names"), "self, *rest")
def feature_names(call: Call, arguments: Bound) -> Value:
    """Give a name for each column that comes out."""
    width = arguments["self"].fields.get("_out")
    return call.unknown("the object has not been fitted") if width is None else Array((width,), "object")


@function(_methods(VECTORIZERS, "get_feature_names_out"), "self, *rest")
def vocabulary(call: Call, arguments: Bound) -> Value:
    """Give the words."""
    return feature_names(call, arguments)


@function("sklearn.utils.shuffle", "*arrays, random_state=None, n_samples=None")
def shuffle(call: Call, arguments: Bound) -> Value:
    """Give the arrays in another order."""
    if arguments["n_samples"] is not None:
        return call.unknown("n_samples of shuffle() is not followed")
    results = [
        replace(value, items=None) if isinstance(value, Array)
        else Frame(value.rows, value.columns, value.width, value.source) if isinstance(value, Frame)
        else value if isinstance(value, (Series, Unknown))
        else ListValue([call.unknown("the order is not "
        "known") for _ in members]) if (members := sequence(value)) is not None
        else call.unknown("it is not known what is shuffled")
        for value in arguments["arrays"]
    ]  # fmt: skip
    return results[0] if len(results) == 1 else ListValue(results)


@function(PREPROCESSING + "label_binarize", "y, *, classes, **rest")
def label_binarize(_call: Call, arguments: Bound) -> Value:
    """Give a column for each class, one for two classes."""
    labels = as_array(arguments["y"])
    shape = as_array(arguments["classes"]).shape
    rows = labels.shape if isinstance(labels.shape, UnknownShape) else labels.shape[:1]
    if isinstance(rows, UnknownShape) or isinstance(shape, UnknownShape) or not shape or not isinstance(shape[0], int):
        return Array(UnknownShape(message("the classes are not known")), "int64")
    return Array((*rows, 1 if shape[0] == 2 else shape[0]), "int64", low=0, high=1)


def learn(call: Call, self: LibraryObject, data: Value) -> None:
    """Store what fitting finds: `n_features_in_`, `classes_`, `categories_` and the width of the result."""
    array = as_array(data)
    shape = array.shape
    call.touch(self)
    if isinstance(shape, tuple) and len(shape) == 2:
        self.fields["n_features_in_"] = shape[1]
    if self.type in (_LABEL, _BINARIZER):
        values = unique_values(array)
        self.fields["classes_"] = values
        count = (
            values.shape[0] if isinstance(values.shape, tuple) else UnknownDim(message("the classes are not known"), 1)
        )
        self.fields["_out"] = (
            1
            if count == 2
            else count
            if isinstance(count, int)
            else UnknownDim(message("how many classes there are is not known"), 1)
        )
        return
    self.fields["_out"] = width_out(self, data, array)


def transformed(self: LibraryObject, data: Value) -> Value:  # noqa: C901 - one line a case
    """Give what a fitted transformer makes of data."""
    array = as_array(data)
    shape = array.shape
    if self.type == _LABEL:
        classes = self.fields.get("classes_")
        count = classes.shape[0] if isinstance(classes, Array) and isinstance(classes.shape, tuple) else None
        if not isinstance(count, int):
            return replace(without_contents(array), dtype="int64")
        if array.items is not None and isinstance(classes, Array) and classes.items is not None:
            places = {label: place for place, label in enumerate(classes.items)}
            if all(label in places for label in array.items):
                return with_items(
                    shape if isinstance(shape, tuple) else (),
                    "int64",
                    tuple(places[label] for label in array.items),
                    array.source,
                )
        if array.distinct == count:
            return replace(array, dtype="int64", distinct=count, low=0, high=count - 1, items=None)
        return replace(without_contents(array), dtype="int64")
    rows: Count = UnknownDim(message("the number of rows is not known"), 0)
    if isinstance(shape, UnknownShape):
        rows = UnknownDim(shape.reason, 0)
    elif shape and shape[0] is not None:
        rows = shape[0]
    elif (members := sequence(data)) is not None:
        rows = len(members)
    width = self.fields.get("_out")
    if width is None:
        width = UnknownDim(message("{type} has not been fitted", type=self.type.rpartition(".")[2]), 0)
    if self.type in _SAME_SHAPE:
        if isinstance(shape, UnknownShape):
            return Array((rows, width), None, source=array.source)  # scalers only take tables
        dtype = "float64" if self.type != _SCALERS[0] or array.dtype != "float32" else "float32"
        return replace(without_contents(array), dtype=dtype)
    return Array((rows, width), _dtype_out(self, array), source=array.source, kind=_kind_out(self))


def _dtype_out(self: LibraryObject, array: Array) -> str | None:
    if self.type == _BINARIZER or self.type.endswith("CountVectorizer"):
        return "int64"
    if self.type in SELECTORS or (self.type in IMPUTERS and array.dtype in ("object", "str", None)):
        return array.dtype  # they give the values themselves
    return "float64"


def _kind_out(self: LibraryObject) -> str:
    sparse = self.type in (*VECTORIZERS, HASHING) or (self.type == ONE_HOT and _is_sparse(self))
    return "scipy" if sparse or (self.type == BINS and self.fields.get("encode") == "onehot") else "numpy"


def _is_sparse(self: LibraryObject) -> bool:
    given = self.fields.get("sparse")
    return bool(self.fields.get("sparse_output", True)) if given is None else bool(given)


@function("scipy.sparse.csr_matrix.toarray scipy.sparse.csr_matrix.todense", "self, **rest")
def toarray(_call: Call, arguments: Bound) -> Value:
    """Give the sparse array as an ordinary one."""
    return replace(as_array(arguments["self"]), kind="numpy")


@function("sklearn.utils.class_weight.compute_class_weight", "*args, **rest")
def class_weight(_call: Call, _arguments: Bound) -> Value:
    """Give a weight for each class."""
    return Array((UnknownDim(message("the classes are not counted"), 1),), "float64")
