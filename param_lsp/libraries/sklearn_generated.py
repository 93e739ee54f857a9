"""scikit-learn's `make_*` and `fetch_*`: generated sets by their arguments, downloaded ones by what is published."""

from __future__ import annotations

from param_lsp.libraries.arrays import as_array
from param_lsp.libraries.registry import function
from param_lsp.libraries.sequences import sequence
from param_lsp.libraries.signature import Bound
from param_lsp.libraries.sizes import as_dim, as_int
from param_lsp.message import Message, message
from param_lsp.shapes import Count, UnknownDim, UnknownShape
from param_lsp.values import Array, Call, Column, DictValue, Frame, Series, UnknownText, Value

# With this many samples for each class, every class occurs: each cluster gets its share before labels are flipped.
_SURE = 20


@function("sklearn.datasets.make_classification", "n_samples=100, n_features=20, *, n_informative=2, n_redundant=2, "
          "n_repeated=0, n_classes=2, n_clusters_per_class=2, weights=None, **rest")  # fmt: skip
def make_classification(call: Call, arguments: Bound) -> Value:
    """Make clusters with labels."""
    if "return_X_y" in arguments.given:
        return call.unknown("return_X_y of make_classification() is not followed")
    classes = as_int(arguments["n_classes"]) if arguments["weights"] is None else None
    return _labelled(arguments, _width(arguments), classes)


@function("sklearn.datasets.make_blobs", "n_samples=100, n_features=2, *, centers=None, cluster_std=1.0, "
          "center_box=(-10.0, 10.0), shuffle=True, random_state=None, return_centers=False")  # fmt: skip
def make_blobs(call: Call, arguments: Bound) -> Value:
    """Make blobs round centres: three of them unless asked otherwise."""
    if arguments["return_centers"] is not False:
        return call.unknown("return_centers of make_blobs() is not followed")
    width, centers = _width(arguments), arguments["centers"]
    each = sequence(arguments["n_samples"])
    classes: int | None = (
        3 if centers is None and each is None else len(each) if centers is None and each else as_int(centers)
    )
    if centers is not None and classes is None:
        shape = as_array(centers).shape
        if isinstance(shape, UnknownShape) or len(shape) != 2 or shape[1] is None:
            return call.unknown("the centres of the blobs are not known")
        classes, width = shape[0] if isinstance(shape[0], int) else None, shape[1]
    return _labelled(arguments, width, classes)


@function(
    "sklearn.datasets.make_moons sklearn.datasets.make_circles", "n_samples=100, *, shuffle=True, noise=None, **rest"
)
def make_moons(_call: Call, arguments: Bound) -> Value:
    """Make two curves in the plane."""
    return _labelled(arguments, 2, 2)


@function(
    "sklearn.datasets.make_gaussian_quantiles", "mean=None, cov=1.0, n_samples=100, n_features=2, n_classes=3, **rest"
)
def make_gaussian_quantiles(_call: Call, arguments: Bound) -> Value:
    """Make shells with labels."""
    return _labelled(arguments, _width(arguments), as_int(arguments["n_classes"]))


@function("sklearn.datasets.make_regression",
          "n_samples=100, n_features=100, *, n_informative=10, n_targets=1, bias=0.0, "
          "effective_rank=None, tail_strength=0.5, noise=0.0, shuffle=True, coef=False, random_state=None")  # fmt: skip
def make_regression(call: Call, arguments: Bound) -> Value:
    """Make a linear problem; one target has no axis of its own."""
    if arguments["coef"] is not False:
        return call.unknown("coef of make_regression() is not followed")
    rows, targets = _rows(arguments), as_dim(arguments["n_targets"])
    source = _source(arguments)
    if targets is None:
        return call.unknown("n_targets is not known")
    if not isinstance(targets, int):
        target = Array(UnknownShape(message("n_targets is not known")), "float64", source=source)
    else:
        target = Array((rows,) if targets == 1 else (rows, targets), "float64", source=source)
    return Array((rows, _width(arguments)), "float64", source=source), target


@function("sklearn.datasets.make_friedman1", "n_samples=100, n_features=10, **rest")
@function("sklearn.datasets.make_friedman2 sklearn.datasets.make_friedman3", "n_samples=100, **rest")
@function("sklearn.datasets.make_swiss_roll sklearn.datasets.make_s_curve", "n_samples=100, **rest")
def make_curve(_call: Call, arguments: Bound) -> Value:
    """Make points with a number each."""
    name = arguments.function.rpartition("_")[2]
    width = _width(arguments) if name == "friedman1" else 4 if name.startswith("friedman") else 3
    rows, source = _rows(arguments), _source(arguments)
    return Array((rows, width), "float64", source=source), Array((rows,), "float64", source=source)


@function(
    "sklearn.datasets.make_multilabel_classification",
    "n_samples=100, n_features=20, *, n_classes=5, n_labels=2, **rest",
)
def make_multilabel_classification(call: Call, arguments: Bound) -> Value:
    """Make counts with a table of labels."""
    classes = as_dim(arguments["n_classes"])
    if classes is None or arguments.given & {"sparse", "return_indicator", "return_distributions"}:
        return call.unknown("the options of make_multilabel_classification() are not followed")
    rows, source = _rows(arguments), _source(arguments)
    return (Array((rows, _width(arguments)), "float64", source=source),
            Array((rows, classes), "int64", low=0, high=1, source=source))  # fmt: skip


@function("sklearn.datasets.fetch_olivetti_faces", "*, data_home=None, shuffle=False, random_state=0, "
          "download_if_missing=True, return_X_y=False, **rest")  # fmt: skip
def fetch_olivetti_faces(call: Call, arguments: Bound) -> Value:
    """Give 400 faces of 40 people, 64 × 64."""
    source = _source(arguments)
    data = Array((400, 4096), "float32", low=0.0, high=1.0, source=source)
    target = Array((400,), "int64", 40, 0, 39, source=source)
    if arguments["return_X_y"] is True:
        return data, target
    images = Array((400, 64, 64), "float32", low=0.0, high=1.0, source=source)
    return _bunch(call, {"data": data, "images": images, "target": target})


@function("sklearn.datasets.fetch_covtype",
          "*, data_home=None, download_if_missing=True, random_state=None, shuffle=False, "
          "return_X_y=False, as_frame=False, **rest")  # fmt: skip
def fetch_covtype(call: Call, arguments: Bound) -> Value:
    """Give 581,012 pieces of forest with 54 features; the cover types are numbered from 1 to 7."""
    if arguments["as_frame"] is not False:
        return call.unknown("fetch_covtype() as a frame is not followed")
    source = _source(arguments)
    data = Array((581012, 54), "float64", source=source)
    target = Array((581012,), "int32", 7, 1, 7, source=source)
    return (data, target) if arguments["return_X_y"] is True else _bunch(call, {"data": data, "target": target})


@function("sklearn.datasets.fetch_openml", "name=None, *, version='active', data_id=None, data_home=None, "
          "target_column='default-target', cache=True, return_X_y=False, as_frame='auto', **rest")  # fmt: skip
@function("sklearn.datasets.fetch_mldata", "name, *, target_name='label', **rest")
def fetch_openml(call: Call, arguments: Bound) -> Value:
    """Give the sets that everybody fetches: `mnist_784` and `Fashion-MNIST`."""
    name = arguments["name"]
    if (
        not isinstance(name, str)
        or arguments.get("data_id") is not None
        or arguments.get("target_column", "default-target") != "default-target"
    ):
        return call.unknown("it is not known which set is fetched")
    if name.lower() not in ("mnist_784", "fashion-mnist", "mnist original"):
        return call.unknown("the set {name} is not among those known here", name=name)
    source = message("fetch_openml({name})", name=repr(name))
    old = arguments.function.endswith("mldata")
    frames = not old and arguments["as_frame"] in ("auto", True)
    # As arrays, the labels of OpenML are texts: the digits are distinct all the same.
    data: Value = Array((70000, 784), "float64" if not old else "uint8", low=0, high=255, source=source)
    target: Value = Array((70000,), "object", 10, source=source)
    if old:
        target = Array((70000,), "float64", 10, 0.0, 9.0, source=source)
    if frames:
        data = Frame(70000, {f"pixel{place}": Column("int64") for place in range(1, 785)}, 784, source)
        target = Series(70000, Column("category", 10), "class", source)
    if not old and arguments["return_X_y"] is True:
        return data, target
    return _bunch(call, {"data": data, "target": target})


def _labelled(arguments: Bound, width: Count, classes: int | None) -> Value:
    rows, source = _rows(arguments), _source(arguments)
    sure = isinstance(rows, int) and classes is not None and 0 < classes * _SURE <= rows
    labels = Array((rows,), "int64", source=source)
    if sure and classes is not None:
        labels = Array((rows,), "int64", classes, 0, classes - 1, source=source)
    return Array((rows, width), "float64", source=source), labels


def _rows(arguments: Bound) -> Count:
    each = sequence(arguments["n_samples"])
    if each is not None:
        known = [as_int(count) for count in each]
        return (
            sum(count for count in known if count is not None)
            if None not in known
            else UnknownDim(message("n_samples is not known"), 1)
        )
    rows = as_dim(arguments["n_samples"])
    return UnknownDim(message("n_samples is not an integer"), 1) if rows is None else rows


def _width(arguments: Bound) -> Count:
    width = as_dim(arguments["n_features"])
    return UnknownDim(message("n_features is not an integer"), 1) if width is None else width


def _source(arguments: Bound) -> Message:
    return message("{function}()", function=arguments.function.rpartition(".")[2])


def _bunch(_call: Call, fields: dict[str, Value]) -> Value:
    return DictValue({**fields, "DESCR": UnknownText(message("a description"))}, attributes=True)
