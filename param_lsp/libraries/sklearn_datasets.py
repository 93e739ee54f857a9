"""scikit-learn's `load_*`: the sets that come with it, as arrays, frames and bunches."""

from __future__ import annotations

from dataclasses import dataclass, replace

from param_lsp.libraries.arrays import as_array, with_items
from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.message import message
from param_lsp.values import Array, Call, Column, DictValue, Frame, ListValue, Series, UnknownText, Value


@dataclass(frozen=True, slots=True)
class Table:
    """A set with a table of features and one target, or a table of targets.

    Arguments:
        rows: the number of samples.
        features: the names of the columns.
        classes: how many classes the target has, 0 for a number.
        names: the names of the classes, or of the columns of a table of targets.
        targets: the columns of a table of targets.
        ends: the smallest and largest feature value, where worth knowing.
        dtype: of the target.
    """

    rows: int
    features: tuple[str, ...]
    classes: int = 0
    names: tuple[str | int, ...] = ()
    targets: tuple[str, ...] = ()
    ends: tuple[float, float] | None = None
    dtype: str = "float64"
    target: str = "target"


_CANCER = ("radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points",
           "symmetry", "fractal dimension")  # fmt: skip
TABLES = {
    "iris": Table(
        150, tuple(f"{part} {side} (cm)" for part in ("sepal", "petal") for side in ("length", "width")), 3,
        ("setosa", "versicolor", "virginica"), ends=(0.1, 7.9), dtype="int64",
    ),
    "wine": Table(
        178, ("alcohol", "malic_acid", "ash", "alcalinity_of_ash", "magnesium", "total_phenols", "flavanoids",
              "nonflavanoid_phenols", "proanthocyanins", "color_intensity", "hue", "od280/od315_of_diluted_wines",
              "proline"), 3, ("class_0", "class_1", "class_2"), ends=(0.13, 1680.0), dtype="int64",
    ),
    "breast_cancer": Table(
        569, (*(f"mean {name}" for name in _CANCER), *(f"{name} error" for name in _CANCER),
              *(f"worst {name}" for name in _CANCER)), 2, ("malignant", "benign"), ends=(0.0, 4254.0), dtype="int64",
    ),
    "digits": Table(
        1797, tuple(f"pixel_{row}_{column}" for row in range(8) for column in range(8)), 10, tuple(range(10)),
        ends=(0.0, 16.0), dtype="int64",
    ),
    "diabetes": Table(442, ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")),
    "linnerud": Table(
        20, ("Chins", "Situps", "Jumps"), names=("Weight", "Waist", "Pulse"), targets=("Weight", "Waist", "Pulse"),
    ),
    "boston": Table(
        506, ("CRIM", "ZN", "INDUS", "CHAS", "NOX", "RM", "AGE", "DIS", "RAD", "TAX", "PTRATIO", "B", "LSTAT"),
    ),
    "california_housing": Table(
        20640, ("MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"),
        names=("MedHouseVal",), target="MedHouseVal",
    ),
}  # fmt: skip


_DIGITS = (178, 182, 177, 183, 181, 182, 181, 179, 174, 180)  # how often each digit occurs


@function(
    "sklearn.datasets.load_iris sklearn.datasets.load_wine sklearn.datasets.load_breast_cancer "
    "sklearn.datasets.load_linnerud sklearn.datasets.load_boston",
    "return_X_y=False, as_frame=False",
)
@function("sklearn.datasets.load_diabetes", "return_X_y=False, as_frame=False, scaled=True")
@function("sklearn.datasets.load_digits", "n_class=10, return_X_y=False, as_frame=False")
@function(
    "sklearn.datasets.fetch_california_housing",
    "data_home=None, download_if_missing=True, return_X_y=False, as_frame=False, **rest",
)
def load(call: Call, arguments: Bound) -> Value:
    """Give a bunch with `data`, `target` and names, or the two alone."""
    name = arguments.function.rpartition(".")[2].partition("_")[2]
    table = TABLES[name]
    for option in ("return_X_y", "as_frame"):
        if not isinstance(arguments[option], (bool, int)):
            return call.unknown("{option} of load_{name}() is not known", option=option, name=name)
    if name == "digits":
        classes = arguments["n_class"]
        if not isinstance(classes, int) or not 0 < classes <= 10:
            return call.unknown("n_class of load_digits() is not known")
        table = replace(table, rows=sum(_DIGITS[:classes]), classes=classes)
    return _bunch(arguments.function.rpartition(".")[2], name, table, arguments)


def _bunch(function_name: str, name: str, table: Table, arguments: Bound) -> Value:
    source = message("{function}()", function=function_name)
    features, targets = _features(table), _targets(table)
    frames = bool(arguments["as_frame"])
    data: Value = Frame(table.rows, dict(features), len(features), source)
    target: Value = Frame(table.rows, dict(targets), len(targets), source)
    both = Frame(table.rows, {**features, **targets}, len(features) + len(targets), source) if frames else None
    if not table.targets:
        target = Series(table.rows, targets[table.target], table.target, source)
    if not frames:
        low, high = table.ends or (None, None)
        data, target = replace(as_array(data), low=low, high=high), as_array(target)
    if arguments["return_X_y"]:
        return data, target
    fields: dict[str, Value] = {"data": data, "target": target, "frame": both}
    if table.classes:
        dtype = "int64" if name == "digits" else "str"
        fields["target_names"] = with_items((len(table.names),), dtype, table.names, source)
    elif table.names:
        fields["target_names"] = ListValue(list(table.names))
    if name == "digits":
        fields["images"] = Array((table.rows, 8, 8), "float64", low=0.0, high=16.0, source=source)
    names = table.features
    as_text = name in ("breast_cancer", "boston")
    fields["feature_names"] = with_items((len(names),), "str", names, source) if as_text else ListValue(list(names))
    fields["DESCR"] = UnknownText(message("the description of {name}", name=name))
    return DictValue(fields, attributes=True)


def _features(table: Table) -> dict[Value, Column]:
    return {name: Column("float64") for name in table.features}


def _targets(table: Table) -> dict[Value, Column]:
    if table.targets:
        return {name: Column("float64") for name in table.targets}
    if table.classes:
        return {table.target: Column(table.dtype, table.classes, 0, table.classes - 1)}
    return {table.target: Column(table.dtype)}
