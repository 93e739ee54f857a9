"""scikit-learn's scalers, encoders and projections: what `fit_transform` does to the number of columns."""

from __future__ import annotations

from dataclasses import replace
from math import comb

from param_lsp.libraries.arrays import as_array, flat_items, with_items, without_contents
from param_lsp.libraries.registry import function, library_class
from param_lsp.libraries.selection import unique_values
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Frame, LibraryObject, ListValue, Series, Unknown, Value

_PACKAGE = "sklearn.preprocessing."
_SCALERS = tuple(
    _PACKAGE + name
    for name in ("StandardScaler", "MinMaxScaler", "MaxAbsScaler", "RobustScaler", "Normalizer", "QuantileTransformer",
                 "PowerTransformer", "Binarizer")
)  # fmt: skip
_LABEL, _ONE_HOT, _ORDINAL = _PACKAGE + "LabelEncoder", _PACKAGE + "OneHotEncoder", _PACKAGE + "OrdinalEncoder"
_BINARIZER, _POLYNOMIAL = _PACKAGE + "LabelBinarizer", _PACKAGE + "PolynomialFeatures"
_PROJECTIONS = tuple(
    f"sklearn.{name}"
    for name in ("decomposition.PCA", "decomposition.TruncatedSVD", "decomposition.NMF", "decomposition.FastICA",
                 "decomposition.KernelPCA", "decomposition.IncrementalPCA", "manifold.TSNE", "manifold.Isomap")
)  # fmt: skip
_IMPUTERS = ("sklearn.impute.SimpleImputer", "sklearn.impute.KNNImputer", _PACKAGE + "Imputer")
_VECTORIZERS = tuple(f"sklearn.feature_extraction.text.{name}" for name in ("CountVectorizer", "TfidfVectorizer"))
_SAME_SHAPE = (*_SCALERS, _ORDINAL)
_ALL = (*_SAME_SHAPE, _LABEL, _ONE_HOT, _BINARIZER, _POLYNOMIAL, *_PROJECTIONS, *_IMPUTERS, *_VECTORIZERS)


def _methods(classes: tuple[str, ...], *names: str) -> str:
    return " ".join(f"{kind}.{name}" for kind in classes for name in names)


library_class(" ".join((*_SCALERS, *_IMPUTERS, _LABEL)), "*args, **rest")
library_class(_ORDINAL, "**rest")
library_class(_ONE_HOT, "*, categories='auto', drop=None, sparse_output=True, dtype=None, handle_unknown='error', "
                "min_frequency=None, "
              "max_categories=None, sparse=None, **rest")  # fmt: skip
library_class(_BINARIZER, "*, neg_label=0, pos_label=1, sparse_output=False")
library_class(_POLYNOMIAL, "degree=2, interaction_only=False, include_bias=True, order='C'")
library_class(" ".join(_PROJECTIONS), "n_components=None, *args, **rest")
library_class(" ".join(_VECTORIZERS), "*args, max_features=None, **rest")


@function(_methods(_ALL, "fit", "partial_fit"), "self, X, *rest, **more")
def fit(call: Call, arguments: Bound) -> Value:
    """Remember the columns, and the categories of an encoder; give the object itself."""
    self = arguments["self"]
    _learn(call, self, arguments["X"])
    return self


@function(_methods(_ALL, "fit_transform"), "self, X, *rest, **more")
def fit_transform(call: Call, arguments: Bound) -> Value:
    """Fit, then transform."""
    self = arguments["self"]
    _learn(call, self, arguments["X"])
    return _transformed(self, arguments["X"])


@function(_methods(_ALL, "transform"), "self, X, *rest, **more")
def transform(_call: Call, arguments: Bound) -> Value:
    """Transform as fitted."""
    return _transformed(arguments["self"], arguments["X"])


@function(_methods(_SAME_SHAPE, "inverse_transform"), "self, X, *rest, **more")
@function(
    " ".join(_PACKAGE + name for name in ("scale", "minmax_scale", "normalize", "robust_scale", "maxabs_scale")),
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


@function(_methods((_ONE_HOT, *_VECTORIZERS), "get_feature_names_out", "get_feature_names"), "self, *rest")
def feature_names(call: Call, arguments: Bound) -> Value:
    """Give a name for each column that comes out."""
    width = arguments["self"].fields.get("_out")
    return call.unknown("the object has not been fitted") if width is None else Array((width,), "object")


@function(_methods(_VECTORIZERS, "get_feature_names_out"), "self, *rest")
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


@function(_PACKAGE + "label_binarize", "y, *, classes, **rest")
def label_binarize(_call: Call, arguments: Bound) -> Value:
    """Give a column for each class, one for two classes."""
    labels = as_array(arguments["y"])
    shape = as_array(arguments["classes"]).shape
    rows = labels.shape if isinstance(labels.shape, UnknownShape) else labels.shape[:1]
    if isinstance(rows, UnknownShape) or isinstance(shape, UnknownShape) or not shape or not isinstance(shape[0], int):
        return Array(UnknownShape(message("the classes are not known")), "int64")
    return Array((*rows, 1 if shape[0] == 2 else shape[0]), "int64", low=0, high=1)


def _learn(call: Call, self: LibraryObject, data: Value) -> None:
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
    self.fields["_out"] = _width_out(self, data, array)


def _width_out(self: LibraryObject, data: Value, array: Array) -> Count:
    shape = array.shape
    reason = shape.reason if isinstance(shape, UnknownShape) else message("how many columns come out is not known")
    width = shape[1] if isinstance(shape, tuple) and len(shape) == 2 else None
    if self.type in _PROJECTIONS:
        wanted = self.fields.get("n_components")
        count = None if wanted is None or isinstance(wanted, float) else as_dim(wanted)
        if (
            count is None
            and wanted is None
            and self.type.endswith(("PCA", "FastICA"))
            and isinstance(shape, tuple)
            and len(shape) == 2
        ):
            rows, columns = shape
            if isinstance(rows, int) and isinstance(columns, int) and not self.type.endswith("KernelPCA"):
                return min(rows, columns)
        return UnknownDim(reason, 1) if count is None else count
    if self.type == _POLYNOMIAL:
        return _polynomial_width(self, width) if width is not None else UnknownDim(reason, 1)
    if self.type == _ONE_HOT:
        return _one_hot_width(self, data, array)
    if self.type in _VECTORIZERS:
        most = as_int(self.fields.get("max_features"))
        return UnknownDim(message("how many words the texts have is not known"), 0, most)
    if self.type in _IMPUTERS:  # columns without any value are left out
        return width if width is not None else UnknownDim(reason, 0)
    return width if width is not None else UnknownDim(reason, 0)


def _polynomial_width(self: LibraryObject, width: Count) -> Count:
    """Count the products of up to `degree` columns: C(n + d, d) with the constant."""
    fields = self.fields
    degrees = sequence(fields["degree"]) or (0, fields["degree"])
    low, high = as_int(degrees[0]), as_int(degrees[-1])
    if low is None or high is None or not 0 <= low <= high <= 16 or not isinstance(fields["include_bias"], bool):
        return UnknownDim(message("the degree is not known"), 1)
    bias = int(fields["include_bias"])
    if isinstance(width, Polynomial) and (low, high, fields["interaction_only"]) == (0, 2, False):
        return (width * width + width * 3) // 2 + bias
    if not isinstance(width, int) or not isinstance(fields["interaction_only"], bool):
        return UnknownDim(message("the number of columns is not known"), 1)
    terms = range(max(low, 1), high + 1)
    if fields["interaction_only"]:
        return sum(comb(width, degree) for degree in terms) + bias
    return sum(comb(width + degree - 1, degree) for degree in terms) + bias


def _one_hot_width(self: LibraryObject, data: Value, array: Array) -> Count:
    unknown = UnknownDim(message("how many categories there are is not known"), 1)
    if any(self.fields.get(option) is not None for option in ("min_frequency", "max_categories")):
        return unknown
    drop = self.fields.get("drop")
    counts: list[int | None] = []
    categories = self.fields.get("categories")
    if categories not in ("auto", None):
        counts = [
            len(found) if (found := sequence(member)) is not None else None for member in sequence(categories) or ()
        ]
    elif isinstance(data, Frame) and data.columns is not None:
        counts = [column.distinct for column in data.columns.values()]
    elif isinstance(array.shape, tuple) and len(array.shape) == 2 and array.shape[1] == 1:
        counts = [array.distinct]
    elif array.items is not None and isinstance(array.shape, tuple) and len(array.shape) == 2:
        counts = [
            len(set(flat_items(tuple(row[place] for row in array.items)))) for place in range(len(array.items[0]))
        ]
    if not counts or None in counts or drop not in (None, "first", "if_binary"):
        return unknown
    known = [count for count in counts if count is not None]
    if drop == "first":
        return sum(known) - len(known)
    return sum(count - (drop == "if_binary" and count == 2) for count in known)


def _transformed(self: LibraryObject, data: Value) -> Value:  # noqa: C901 - one line a case
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
    dtype = "int64" if self.type == _BINARIZER else "float64"
    kind = "numpy"
    if self.type in _VECTORIZERS or (self.type == _ONE_HOT and _is_sparse(self)):
        kind = "scipy"
    return Array((rows, width), dtype, source=array.source, kind=kind)


def _is_sparse(self: LibraryObject) -> bool:
    given = self.fields.get("sparse")
    return bool(self.fields.get("sparse_output", True)) if given is None else bool(given)


@function("scipy.sparse.csr_matrix.toarray scipy.sparse.csr_matrix.todense", "self, **rest")
def toarray(_call: Call, arguments: Bound) -> Value:
    """Give the sparse array as an ordinary one."""
    return replace(as_array(arguments["self"]), kind="numpy")


@function("sklearn.compose.ColumnTransformer sklearn.compose.make_column_transformer sklearn.pipeline.Pipeline "
          "sklearn.pipeline.make_pipeline", "*args, **rest")  # fmt: skip
def transformer(_call: Call, _arguments: Bound) -> Value:
    """Make a transformer whose steps are not followed."""
    return LibraryObject("sklearn.compose.ColumnTransformer")


@function(
    "sklearn.compose.ColumnTransformer.fit_transform sklearn.compose.ColumnTransformer.transform",
    "self, X, *rest, **more",
)
def column_transform(_call: Call, arguments: Bound) -> Value:
    """Give a table with as many rows; its columns are not counted."""
    shape = as_array(arguments["X"]).shape
    reason = message("the columns that a ColumnTransformer or Pipeline makes are not counted")
    rows = UnknownDim(reason, 0) if isinstance(shape, UnknownShape) or not shape else shape[0]
    return Array((rows, UnknownDim(reason, 0)))


@function("sklearn.compose.ColumnTransformer.fit", "self, *rest, **more")
def column_fit(_call: Call, arguments: Bound) -> Value:
    """Give the transformer itself."""
    return arguments["self"]


@function("sklearn.utils.class_weight.compute_class_weight", "*args, **rest")
def class_weight(_call: Call, _arguments: Bound) -> Value:
    """Give a weight for each class."""
    return Array((UnknownDim(message("the classes are not counted"), 1),), "float64")
