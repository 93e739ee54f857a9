"""Programs for the command line's tests, and notebooks made of them."""

import json

GOOD = """\
import keras

model = keras.Sequential([
    keras.Input((4,)),
    keras.layers.Dense(3),
])
"""
BROKEN = """\
import keras

model = keras.Sequential([
    keras.Input((784,)),
    keras.layers.Conv2D(32, 3),
])
"""
UNPARSABLE = "units = keras.x = = 3\n"  # names Keras: what cannot matter is not even parsed


def notebook(*cells):
    """Make a notebook of code cells, and Markdown cells where the text begins with `#!md`."""
    made = [
        {"cell_type": "markdown", "metadata": {}, "source": text[4:]}
        if text.startswith("#!md")
        else {"cell_type": "code", "metadata": {}, "source": text, "outputs": [], "execution_count": None}
        for text in cells
    ]
    return json.dumps({"cells": made, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
