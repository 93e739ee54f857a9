"""param-lint: shapes and parameters of Keras models, read from their source and never from running it."""

__version__ = "0.1.0"
