"""invalid-fact: a comment that should state a fact says nothing that can be read."""

from param_lsp.rules.misfits import misfits
from param_lsp.rules.rule import Rule

PAGE = """
Where the code does not tell a size, because it comes from a file or a service, a comment can state it:

    X_train = load()  # param-lint: X_train.shape = (60000, 784)
    # param-lint: n_classes = 10
    n_classes = count_classes()
    vocabulary = read_words()  # param-lint: len(vocabulary) = 5000

Such a comment stands on the line of the assignment or above it. The value is a number, a text, `True`, `False`, `None`,
or a tuple, list or dictionary of them. An axis whose size is not known is `None`.

## Why it matters

A fact that cannot be read is left out, and what depends on it stays unknown. So is one that the code contradicts: in
`n = 3  # param-lint: n = 10` the code tells for certain what Keras will get.

## What to do instead

- Write a shape as a tuple: `X.shape = (60000, 784)`, and `(784,)` for a single axis.
- State in `[tool.param-lint.facts]` of `pyproject.toml` what holds in all files of a project.
- Write the value itself instead of an expression: `60000` instead of `60 * 1000`.
"""

RULE = Rule(
    code="invalid-fact",
    summary="A `# param-lint:` comment states no fact that can be read, or one that the code contradicts.",
    page=PAGE,
    severity="warning",
    bad=(
        """\
from keras import layers

units = 32  # param-lint: units = 64
digits = layers.Dense(units)
""",
        """\
from keras import layers

n_features = 784  # param-lint: n_features.shape = 784
digits = layers.Dense(10)
""",
        """\
from keras import layers

# param-lint: classes are 10
digits = layers.Dense(10)
""",
    ),
    good=(
        """\
import numpy as np
from keras import layers

x_train = np.zeros((60000, 784))  # param-lint: x_train.shape = (60000, 784)
# param-lint: n_classes = 10
n_classes = int("10")
digits = layers.Dense(n_classes)
""",
    ),
    check=misfits("invalid-fact", "warning"),
)
