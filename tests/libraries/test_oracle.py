"""scikit-learn, pandas and Keras themselves say what their functions give."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.oracle
pd = pytest.importorskip("pandas")
np = pytest.importorskip("numpy")
datasets = pytest.importorskip("sklearn.datasets")
from sklearn import decomposition, model_selection, preprocessing  # noqa: E402

from param_lsp.values import Array, Column, DictValue, Frame, Series, Slice, Unknown, Value  # noqa: E402
from tests.libraries.agreement import disagreement, listed, ours  # noqa: E402
from tests.libraries.double import Double, get, item, method, operate, run  # noqa: E402


def agree(value: Value, real: Any) -> None:
    """Compare; an unknown value is a failure where it should be known."""
    wrong = disagreement(value, real)
    assert wrong is None, wrong
    assert not isinstance(value, Unknown), value


@pytest.mark.parametrize("name", ["iris", "digits", "wine", "breast_cancer", "diabetes", "linnerud"])
@pytest.mark.parametrize("frames", [False, True])
def test_load(name: str, frames: bool) -> None:  # noqa: FBT001
    """Every field of every set that comes with scikit-learn, as arrays and as frames."""
    real = getattr(datasets, f"load_{name}")(as_frame=frames)
    bunch = run(f"sklearn.datasets.load_{name}", as_frame=frames)
    for field in ("data", "target", "images", "target_names", "feature_names", "frame"):
        assert (field in bunch.items) == (field in real), field
        if field in real:
            agree(bunch.items[field], real[field])
    agree(
        run(f"sklearn.datasets.load_{name}", return_X_y=True, as_frame=frames),
        getattr(datasets, f"load_{name}")(return_X_y=True, as_frame=frames),
    )


def test_load_some_digits() -> None:
    """Fewer classes of digits: fewer rows."""
    for classes in range(1, 11):
        agree(run("sklearn.datasets.load_digits", n_class=classes, return_X_y=True),
              datasets.load_digits(n_class=classes, return_X_y=True))  # fmt: skip


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("classification", {}), ("classification", {"n_samples": 1000, "n_features": 7, "n_classes": 3,
        "n_informative": 5}),
        ("blobs", {}), ("blobs", {"n_samples": 500, "centers": 4, "n_features": 3}), ("blobs", {"n_samples": [100,
        50]}),
        ("moons", {}), ("moons", {"n_samples": 300, "noise": 0.1}), ("circles", {"n_samples": 101}), ("regression", {}),
        ("regression", {"n_samples": 50, "n_features": 3, "n_targets": 2}), ("swiss_roll", {"n_samples": 20}),
        ("friedman1", {}), ("friedman2", {}), ("multilabel_classification", {}), ("gaussian_quantiles",
        {"n_samples": 200}),
    ],
)  # fmt: skip
def test_make(name: str, arguments: dict[str, Any]) -> None:
    """Generated sets by their arguments."""
    mine = {key: listed(value) for key, value in arguments.items()}
    real = getattr(datasets, f"make_{name}")(**arguments, random_state=0)
    agree(run(f"sklearn.datasets.make_{name}", **mine, random_state=0), real)


@pytest.mark.parametrize("rows", [2, 3, 5, 10, 99, 150, 1001, 1797])
def test_split(rows: int) -> None:
    """Rounding of fractions and numbers, for any number of arrays, frames and series."""
    table, labels = np.zeros((rows, 4)), np.zeros(rows, "int64")
    frame, series = pd.DataFrame({"a": labels}), pd.Series(labels, name="b")
    values = (
        ours(table, contents=False),
        ours(labels, contents=False),
        Frame(rows, {"a": Column("int64")}, 1),
        Series(rows, Column("int64")),
    )
    for test in (None, 0.1, 0.2, 0.25, 1 / 3, 0.3, 0.33, 0.5, 0.9, 1, 2, 0.0, 1.0, rows):
        for train in (None, 0.5, 0.7, 0.8, 1, 0.67):
            try:
                real = model_selection.train_test_split(table, labels, frame, series, test_size=test, train_size=train)
            except ValueError:
                real = None
            value = run("sklearn.model_selection.train_test_split", *values, test_size=test, train_size=train)
            assert isinstance(value, Unknown) == (real is None), (test, train, value)
            if real is not None:
                agree(value, real)


def test_transformers() -> None:
    """Scalers, encoders and projections of iris and of texts."""
    table, labels = datasets.load_iris(return_X_y=True)
    mine, mine_labels = run("sklearn.datasets.load_iris", return_X_y=True)
    cases: list[tuple[str, Any, dict[str, Any], Any, Value]] = [
        (name, preprocessing, {}, table, mine)
        for name in (
            "StandardScaler",
            "MinMaxScaler",
            "MaxAbsScaler",
            "RobustScaler",
            "Normalizer",
            "PolynomialFeatures",
        )
    ]
    cases += [
        ("PolynomialFeatures", preprocessing, options, table, mine)
        for options in (
            {"degree": 3},
            {"degree": 2, "interaction_only": True},
            {"degree": 4, "include_bias": False},
            {"degree": (2, 3)},
        )
    ]
    cases += [("PCA", decomposition, {"n_components": count}, table, mine) for count in (None, 1, 2, 3)]
    cases += [
        ("LabelEncoder", preprocessing, {}, labels, mine_labels),
        ("LabelBinarizer", preprocessing, {}, labels, mine_labels),
    ]
    words = ["x", "y", "x", "z"]
    cases += [
        ("LabelEncoder", preprocessing, {}, words, listed(words)),
        ("LabelBinarizer", preprocessing, {}, words[:3], listed(words[:3])),
    ]
    column = run("numpy.reshape", mine_labels, (-1, 1))
    for options in ({"sparse_output": False}, {"sparse_output": False, "drop": "first"}):
        cases.append(("OneHotEncoder", preprocessing, options, labels.reshape(-1, 1), column))
    for name, module, options, real, value in cases:
        package = module.__name__.rpartition(".")[2]
        scaler = run(f"sklearn.{package}.{name}", **options)
        agree(method(scaler, "fit_transform", value), getattr(module, name)(**options).fit_transform(real))
        agree(method(scaler, "transform", value), getattr(module, name)(**options).fit(real).transform(real))


CSV = """sepal,petal,kind,flag,gap
5.1,1,a,True,
4.9,2,b,False,3
4.7,3,a,True,2.5
4.6,4,c,False,NA
"""


def both() -> tuple[Any, Value]:
    """Read the same text by pandas and by us."""
    from io import StringIO

    return pd.read_csv(StringIO(CSV)), run("pandas.read_csv", "data.csv", call=Double(files={"data.csv": CSV}))


FRAMES: list[tuple[Any, Any]] = [
    (lambda f: f, lambda f: f),
    (lambda f: f.shape, lambda f: get(f, "shape")),
    (lambda f: f.values, lambda f: get(f, "values")),
    (lambda f: f["sepal"], lambda f: item(f, "sepal")),
    (lambda f: f.sepal.values, lambda f: get(get(f, "sepal"), "values")),
    (lambda f: f[["sepal", "kind"]], lambda f: item(f, listed(["sepal", "kind"]))),
    (lambda f: f[f.columns[:-2]], lambda f: item(f, item(get(f, "columns"), Slice(None, -2)))),
    (lambda f: f[f["petal"] > 2], lambda f: item(f, operate(">", item(f, "petal"), 2))),
    (lambda f: f[1:3], lambda f: item(f, Slice(1, 3))),
    (lambda f: f.drop("kind", axis=1), lambda f: method(f, "drop", "kind", axis=1)),
    (lambda f: f.drop(["kind", "gap"], axis=1), lambda f: method(f, "drop", listed(["kind", "gap"]), axis=1)),
    (lambda f: f.drop(columns=["gap"]), lambda f: method(f, "drop", columns=listed(["gap"]))),
    (lambda f: f.drop([0, 1]), lambda f: method(f, "drop", listed([0, 1]))),
    (lambda f: f.iloc[:, :-1], lambda f: item(get(f, "iloc"), (Slice(), Slice(None, -1)))),
    (lambda f: f.iloc[:, 1:3].values, lambda f: get(item(get(f, "iloc"), (Slice(), Slice(1, 3))), "values")),
    (lambda f: f.iloc[:, -1], lambda f: item(get(f, "iloc"), (Slice(), -1))),
    (lambda f: f.iloc[0:2, [0, 1]], lambda f: item(get(f, "iloc"), (Slice(0, 2), listed([0, 1])))),
    (lambda f: f.iloc[0], lambda f: item(get(f, "iloc"), 0)),
    (lambda f: f.loc[:, "sepal":"kind"], lambda f: item(get(f, "loc"), (Slice(), Slice("sepal", "kind")))),
    (lambda f: f.loc[:, ["sepal"]], lambda f: item(get(f, "loc"), (Slice(), listed(["sepal"])))),
    (lambda f: f.loc[f.petal > 1, "kind"], lambda f: item(get(f, "loc"), (operate(">", get(f, "petal"), 1), "kind"))),
    (lambda f: f.head(2), lambda f: method(f, "head", 2)),
    (lambda f: f.sample(frac=0.5), lambda f: method(f, "sample", frac=0.5)),
    (lambda f: f.dropna(), lambda f: method(f, "dropna")),
    (lambda f: f.drop_duplicates(), lambda f: method(f, "drop_duplicates")),
    (lambda f: f.isnull(), lambda f: method(f, "isnull")),
    (lambda f: f["kind"].unique(), lambda f: method(item(f, "kind"), "unique")),
    (lambda f: f["kind"].nunique(), lambda f: method(item(f, "kind"), "nunique")),
    (lambda f: f["kind"].value_counts(), lambda f: method(item(f, "kind"), "value_counts")),
    (lambda f: f["petal"].max(), lambda f: method(item(f, "petal"), "max")),
    (lambda f: f["petal"] / 2, lambda f: operate("/", item(f, "petal"), 2)),
    (pd.get_dummies, lambda f: run("pandas.get_dummies", f)),
    (lambda f: pd.get_dummies(f["kind"]), lambda f: run("pandas.get_dummies", item(f, "kind"))),
    (lambda f: pd.get_dummies(f["kind"], drop_first=True), lambda f: run("pandas.get_dummies", item(f, "kind"),
    drop_first=True)),
    (lambda f: pd.get_dummies(f, columns=["kind", "petal"]), lambda f: run("pandas.get_dummies", f,
    columns=listed(["kind", "petal"]))),
    (lambda f: pd.concat([f, f]), lambda f: run("pandas.concat", (f, f))),
    (lambda f: pd.concat([f[["sepal"]], f[["kind"]]], axis=1), lambda f: run("pandas.concat", (item(f,
    listed(["sepal"])), item(f, listed(["kind"]))), axis=1)),
    (lambda f: f.select_dtypes(include=["number"]), lambda f: method(f, "select_dtypes", include=listed(["number"]))),
    (lambda f: f.set_index("kind"), lambda f: method(f, "set_index", "kind")),
    (lambda f: f.reset_index(drop=True), lambda f: method(f, "reset_index", drop=True)),
    (lambda f: f.rename(columns={"kind": "class"}), lambda f: method(f, "rename",
    columns=DictValue({"kind": "class"}))),
    (lambda f: f[["sepal", "petal"]] / 2, lambda f: operate("/", item(f, listed(["sepal", "petal"])), 2)),
    (lambda f: f[["sepal", "petal"]].mean(), lambda f: method(item(f, listed(["sepal", "petal"])), "mean")),
    (lambda f: f.astype({"petal": "float32"}), lambda f: method(f, "astype", DictValue({"petal": "float32"}))),
    (lambda f: f.to_numpy(), lambda f: method(f, "to_numpy")),
    (lambda f: np.array(f[["sepal", "petal"]]), lambda f: run("numpy.array", item(f, listed(["sepal", "petal"])))),
    (lambda _: pd.DataFrame(np.zeros((3, 2)), columns=["a", "b"]), lambda _: run("pandas.DataFrame", Array((3, 2),
    "float64"), columns=listed(["a", "b"]))),
    (lambda _: pd.DataFrame({"a": [1, 2], "b": ["x", "y"]}), lambda _: run("pandas.DataFrame",
    DictValue({"a": listed([1, 2]), "b": listed(["x", "y"])}))),
    (lambda f: len(f.columns), lambda f: get(get(f, "columns"), "shape")[0]),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(FRAMES)))
def test_frames(number: int) -> None:
    """Columns, rows and types of what pandas makes of a frame."""
    real, mine = FRAMES[number]
    frame, value = both()
    agree(mine(value), real(frame))


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # pandas 3 will drop it; people still write it
def test_frames_change() -> None:
    """`pop`, assignment of a column and `inplace=True` change the frame itself."""
    frame, value = both()
    call = Double()
    agree(method(value, "pop", "kind", call=call), frame.pop("kind"))
    frame["new"] = frame["sepal"]
    method(value, "__setitem__", "new", item(value, "sepal"), call=call)
    frame.drop("gap", axis=1, inplace=True)
    method(value, "drop", "gap", axis=1, inplace=True, call=call)
    frame["sepal"] = 3
    method(value, "__setitem__", "sepal", 3, call=call)
    agree(value, frame)
    assert call.touched == [value] * 4
