"""Lets the live Keras print the tables that `param-lint summary` must print: writes `keras_tables.json`.

python -m tests.cli.record_tables
"""

import io
import json
import os
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

RECORDED = Path(__file__).with_name("keras_tables.json")
START = "import keras\nfrom keras import layers\n\n"
PROGRAMS = {
    "three rows": "keras.Sequential([layers.Input((1,)), layers.Dense(32), layers.Dense(32), layers.Dense(1)])",
    "no rows": "keras.Sequential()",
    "named": "keras.Sequential([layers.Input((8,)), layers.Dense(3, name='head [1]')], name='x[bold]y')",
    "long names": (
        "keras.Sequential([layers.Input((28, 28, 1)), layers.BatchNormalization(),"
        " layers.Conv2D(3, 3, name='a_very_long_layer_name_that_is_wider_than_its_column'),"
        " layers.GlobalAveragePooling2D(name='global_pooling_of_both_axes')])"
    ),
    "wide shapes": "keras.Sequential([layers.Input((None, None, 1234)), layers.Dense(12345, name='d')])",
    "frozen": "keras.Sequential([layers.Input((40, 8)), layers.LSTM(64, trainable=False), layers.Dense(5)])",
    "nested": (
        "keras.Sequential([layers.Input((10, 8)), layers.Bidirectional(layers.LSTM(100)),"
        " keras.Sequential([layers.Dense(3)])])"
    ),
    "megabytes": "keras.Sequential([layers.Input((1000,)), layers.Dense(5000)])",
    "not built": "keras.Sequential([layers.Dense(3), layers.Dropout(0.5)])",
}
COLUMNS = (80, 50, 67, 91, 200)
CASES = [(name, 80) for name in PROGRAMS] + [("long names", columns) for columns in COLUMNS[1:]]


def printed(name: str, columns: int) -> str:
    """Build a program's model with Keras and give what its `summary()` prints in a terminal of this width."""
    import keras

    keras.utils.clear_session()
    names: dict[str, object] = {}
    exec(START, names)
    text = io.StringIO()
    with mock.patch.dict(os.environ, {"COLUMNS": str(columns)}), redirect_stdout(text):
        model = eval(PROGRAMS[name], names)
        model.summary(print_fn=print)
    return text.getvalue().rstrip("\n")


def record() -> dict[str, str]:
    """Give all tables."""
    return {f"{name} at {columns}": printed(name, columns) for name, columns in CASES}


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(record(), indent=1, ensure_ascii=False) + "\n", "utf-8")
