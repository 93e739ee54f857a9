"""How many columns scikit-learn's transformers give, by their arguments and what they were fitted to."""

from __future__ import annotations

from collections.abc import Callable
from math import comb, isnan

from param_lsp.libraries.arrays import flat_items
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import message
from param_lsp.shapes import Count, Polynomial, UnknownDim, UnknownShape
from param_lsp.values import Array, Frame, LibraryObject, Value

PREPROCESSING = "sklearn.preprocessing."
PROJECTIONS = tuple(
    f"sklearn.{name}"
    for name in ("decomposition.PCA", "decomposition.TruncatedSVD", "decomposition.NMF", "decomposition.FastICA",
                 "decomposition.KernelPCA", "decomposition.IncrementalPCA", "manifold.TSNE", "manifold.Isomap",
                 "discriminant_analysis.LinearDiscriminantAnalysis", "random_projection.GaussianRandomProjection")
)  # fmt: skip
IMPUTERS = ("sklearn.impute.SimpleImputer", "sklearn.impute.KNNImputer", PREPROCESSING + "Imputer")
VECTORIZERS = tuple(f"sklearn.feature_extraction.text.{name}" for name in ("CountVectorizer", "TfidfVectorizer"))
HASHING = "sklearn.feature_extraction.text.HashingVectorizer"
SELECTORS = tuple(
    f"sklearn.feature_selection.{name}" for name in ("SelectKBest", "RFE", "VarianceThreshold", "SelectFromModel",
                                                     "SelectPercentile")
)  # fmt: skip
POLYNOMIAL, ONE_HOT, BINS = (PREPROCESSING + name for name in ("PolynomialFeatures", "OneHotEncoder",
                                                               "KBinsDiscretizer"))  # fmt: skip
_ALWAYS_TWO = ("sklearn.decomposition.TruncatedSVD", "sklearn.manifold.TSNE", "sklearn.manifold.Isomap")
_AS_MANY = tuple(f"sklearn.decomposition.{name}" for name in ("PCA", "FastICA", "IncrementalPCA"))


def width_out(self: LibraryObject, data: Value, array: Array) -> Count:
    """Count the columns that a transformer gives.

    Arguments:
        self: the transformer, its arguments as fields.
        data: what it is fitted to.
        array: the same as an array.
    """
    shape = array.shape
    reason = shape.reason if isinstance(shape, UnknownShape) else message("how many columns come out is not known")
    width = shape[1] if isinstance(shape, tuple) and len(shape) == 2 else None
    count = _WIDTHS[self.type](self, data, array, width) if self.type in _WIDTHS else width
    if isinstance(count, UnknownDim) and isinstance(shape, UnknownShape):
        return UnknownDim(reason, count.low, count.high)
    return UnknownDim(reason, 0) if count is None else count


def _projected(self: LibraryObject, _data: Value, array: Array, width: Count | None) -> Count | None:
    wanted = self.fields.get("n_components")
    if wanted is not None:
        return None if isinstance(wanted, float | str) else as_dim(wanted)
    if self.type in _ALWAYS_TWO:
        return 2
    rows = array.shape[0] if isinstance(array.shape, tuple) and array.shape else None
    return min(rows, width) if self.type in _AS_MANY and isinstance(rows, int) and isinstance(width, int) else None


def _selected(self: LibraryObject, _data: Value, _array: Array, width: Count | None) -> Count | None:
    kind = self.type.rpartition(".")[2]
    if kind == "SelectKBest":
        wanted = self.fields.get("k")
        most = as_dim(wanted)
        if wanted == "all":
            return width
        return min(most, width) if isinstance(most, int) and isinstance(width, int) else None
    if kind == "RFE":
        wanted = self.fields.get("n_features_to_select")
        if wanted is None:
            return width // 2 if isinstance(width, int) else None
        return None if isinstance(wanted, float) else as_dim(wanted)
    high = width if isinstance(width, int) else None
    return UnknownDim(message("which columns are chosen depends on the values"), 0, high)


def _binned(self: LibraryObject, _data: Value, _array: Array, width: Count | None) -> Count | None:
    """Give a column for each bin, of which some may fall together, or as many columns as before."""
    if self.fields.get("encode") == "ordinal":
        return width
    bins = as_int(self.fields.get("n_bins"))
    high = bins * width if bins is not None and isinstance(width, int) else None
    return UnknownDim(message("bins may fall together"), 1, high)


def _imputed(self: LibraryObject, data: Value, array: Array, width: Count | None) -> Count | None:
    """Give the columns without those of which every value is missing."""
    if self.fields.get("add_indicator") or width is None:
        return None
    if self.fields.get("keep_empty_features") is True or not isinstance(width, int):
        return width
    if isinstance(data, Frame) and data.columns is not None:
        empty = sum(column.missing and not column.distinct for column in data.columns.values())
        return width if not empty else UnknownDim(message("columns without any value are left out"), 0, width)
    if array.items is not None:
        columns = ([row[place] for row in array.items] for place in range(width))
        return sum(not all(isinstance(value, float) and isnan(value) for value in column) for column in columns)
    return width


def _polynomial(self: LibraryObject, _data: Value, _array: Array, width: Count | None) -> Count | None:
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


def _one_hot(self: LibraryObject, data: Value, array: Array, _width: Count | None) -> Count | None:
    """Count the categories of all columns; a missing value is one more."""
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
        counts = [
            None if column.distinct is None else column.distinct + column.missing for column in data.columns.values()
        ]
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


def _words(self: LibraryObject, _data: Value, _array: Array, _width: Count | None) -> Count | None:
    given = self.fields.get("vocabulary")
    if given is not None:
        members = sequence(given)
        known = members if members is not None else getattr(given, "items", None)
        return len(set(known)) if known is not None and getattr(given, "unknown", None) is None else None
    most = as_int(self.fields.get("max_features"))
    return UnknownDim(message("how many words the texts have is not known"), 0, most)


def _hashed(self: LibraryObject, _data: Value, _array: Array, _width: Count | None) -> Count | None:
    return as_dim(self.fields.get("n_features"))


_WIDTHS: dict[str, Callable[[LibraryObject, Value, Array, Count | None], Count | None]] = {
    **dict.fromkeys(PROJECTIONS, _projected),
    **dict.fromkeys(SELECTORS, _selected),
    **dict.fromkeys(IMPUTERS, _imputed),
    **dict.fromkeys(VECTORIZERS, _words),
    HASHING: _hashed,
    BINS: _binned,
    POLYNOMIAL: _polynomial,
    ONE_HOT: _one_hot,
}
