"""`keras.activations.get`, `keras.initializers.get` and their kin: what a name, None or an object stands for."""

from __future__ import annotations

from param_lsp.libraries.registry import function
from param_lsp.libraries.signature import Bound
from param_lsp.values import Call, DictValue, LibraryFunction, LibraryObject, Value

_OBJECTS = ("initializers", "regularizers", "constraints", "losses", "metrics", "optimizers")


@function("keras.activations.get", "identifier")
def activation(call: Call, arguments: Bound) -> Value:
    """Give the function of a name; None is `linear`, and what can be called (a layer too) stays what it is."""
    chosen = arguments["identifier"]
    if isinstance(chosen, DictValue):
        return call.unknown("what {name} makes of a configuration is not followed", name="keras.activations.get()")
    if isinstance(chosen, str) or chosen is None:
        return LibraryFunction(f"keras.activations.{chosen or 'linear'}")
    return chosen


@function(" ".join(f"keras.{kind}.get" for kind in _OBJECTS), "identifier")
def named_object(_call: Call, arguments: Bound) -> Value:
    """Give an initializer or the like for its name or configuration; None and objects stay what they are."""
    chosen = arguments["identifier"]
    if not isinstance(chosen, str | DictValue):
        return chosen
    kind = arguments.function.removesuffix(".get")
    return LibraryObject(f"{kind}.{chosen}" if isinstance(chosen, str) else kind)


@function("keras.layers.InputSpec keras.mixed_precision.Policy", "*arguments, **keywords")
def description(_call: Call, arguments: Bound) -> Value:
    """Give what a layer says of its inputs or numbers, which holds no weights."""
    return LibraryObject(arguments.function)


@function("keras.backend.epsilon keras.config.epsilon", "")
def epsilon(_call: Call, _arguments: Bound) -> Value:
    """Give the small number in place of zero, as Keras is installed (`keras/src/backend/config.py`)."""
    return 1e-07
