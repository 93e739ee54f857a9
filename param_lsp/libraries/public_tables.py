"""Tables that tutorials read from the web, by the end of their address: their columns and rows, as published."""

from __future__ import annotations

from dataclasses import dataclass

from param_lsp.message import Message
from param_lsp.values import Column, Frame, Value


@dataclass(frozen=True, slots=True)
class PublicTable:
    """A table as it stands on the web.

    Arguments:
        rows: the number of rows of data.
        columns: the names with their types, one letter each: i int64, f float64, o text; without a header line only
            the types.
        separator: what stands between the fields.
    """

    rows: int
    columns: tuple[tuple[str, str], ...] | str
    separator: str = ","

    def frame(self, source: Message, *, header: bool) -> Frame:
        """Make the frame that pandas reads, with or without taking the first line for a header."""
        if isinstance(self.columns, str):
            if header:  # the first row of data becomes the names
                return Frame(self.rows - 1, None, len(self.columns), source)
            numbered: dict[Value, Column] = {place: Column(_TYPES[kind]) for place, kind in enumerate(self.columns)}
            return Frame(self.rows, numbered, len(numbered), source)
        if not header:  # the names become a row, and every column text
            return Frame(
                self.rows + 1,
                {place: Column("object") for place in range(len(self.columns))},
                len(self.columns),
                source,
            )
        columns: dict[Value, Column] = {name: Column(_TYPES[kind]) for name, kind in self.columns}
        return Frame(self.rows, columns, len(columns), source)


def public_table(address: str) -> PublicTable | None:
    """Give what is known of the table at a web address; a file of the workspace is read instead."""
    if not address.startswith(("http://", "https://")):
        return None
    return next((table for end, table in _TABLES.items() if address.endswith(end)), None)


_TYPES = {"i": "int64", "f": "float64", "o": "object"}


def _of(types: str, names: str) -> tuple[tuple[str, str], ...]:
    return tuple(zip(names.split(","), types, strict=True))


_TABLES = {
    "storage.googleapis.com/tf-datasets/titanic/train.csv": PublicTable(
        627, _of("iofiifoooo", "survived,sex,age,n_siblings_spouses,parch,fare,class,deck,embark_town,alone"),
    ),
    "storage.googleapis.com/tf-datasets/titanic/eval.csv": PublicTable(
        264, _of("iofiifoooo", "survived,sex,age,n_siblings_spouses,parch,fare,class,deck,embark_town,alone"),
    ),
    "download.tensorflow.org/data/creditcard.csv": PublicTable(
        284807, _of("f" * 30 + "i", "Time," + ",".join(f"V{number}" for number in range(1, 29)) + ",Amount,Class"),
    ),
    "download.tensorflow.org/data/heart.csv": PublicTable(
        303, _of("iiiiiiiiifiioi", "age,sex,cp,trestbps,chol,fbs,restecg,thalach,exang,oldpeak,slope,ca,thal,target"),
    ),
    **{
        f"jbrownlee/Datasets/master/{name}.csv": PublicTable(rows, types)
        for name, rows, types in (
            ("pima-indians-diabetes", 768, "iiiiiffii"), ("pima-indians-diabetes.data", 768, "iiiiiffii"),
            ("sonar", 208, "f" * 60 + "o"), ("iris", 150, "ffffo"), ("ionosphere", 351, "ii" + "f" * 32 + "o"),
            ("abalone", 4177, "offfffffi"),
        )
    },
    "jbrownlee/Datasets/master/airline-passengers.csv": PublicTable(144, _of("oi", "Month,Passengers")),
    "jbrownlee/Datasets/master/daily-min-temperatures.csv": PublicTable(3650, _of("of", "Date,Temp")),
    **{
        f"wine-quality/winequality-{colour}.csv": PublicTable(
            rows, _of("fffffffffffi", "fixed acidity,volatile acidity,citric acid,residual sugar,chlorides,"
                      "free sulfur dioxide,total sulfur dioxide,density,pH,sulphates,alcohol,quality"), ";",
        )
        for colour, rows in (("red", 1599), ("white", 4898))
    },
}  # fmt: skip
