"""How many variables Keras's optimizers add: `keras/src/optimizers` of Keras 3.15, each class's `build`."""

from __future__ import annotations

from param_lsp.shapes import Count
from param_lsp.values import LibraryObject, Unknown, Value

# Slots per trainable parameter, and scalars beside the iteration and the learning rate.
SLOTS: dict[str, tuple[int, int]] = {
    "sgd": (0, 0),
    "rmsprop": (1, 0),
    "adam": (2, 0),
    "adamw": (2, 0),
    "adadelta": (2, 0),
    "adagrad": (1, 0),
    "adamax": (2, 0),
    "nadam": (2, 1),  # `_u_product`
    "ftrl": (2, 0),
    "lion": (1, 0),
    "lamb": (2, 0),
}


def _read(optimizer: Value) -> tuple[str, dict[str, Value]] | None:
    if isinstance(optimizer, str):
        return optimizer.lower(), {}
    if isinstance(optimizer, LibraryObject) and optimizer.type.startswith("keras.optimizers."):
        return optimizer.type.rpartition(".")[2].lower(), optimizer.fields
    return None


def slots(optimizer: Value, trainable: Count) -> Count | None:
    """Give the number of slot values, as many as parameters times the slots of each; None where it is not known."""
    found = _read(optimizer)
    if found is None or found[0] not in SLOTS:
        return None
    name, options = found
    if any(
        isinstance(value, Unknown)
        for key, value in options.items()
        if key in ("momentum", "amsgrad", "centered", "use_ema")
    ):
        return None
    each = SLOTS[name][0]
    each += bool(name in ("sgd", "rmsprop") and options.get("momentum", 0))
    each += bool(options.get("amsgrad")) + bool(options.get("centered")) + bool(options.get("use_ema"))
    return trainable * each


def variables(optimizer: Value, trainable: Count) -> Count | None:
    """Give the optimizer's variables as Keras counts them after a fit: slots, iteration and learning rate.

    A schedule instead of a learning rate leaves the latter out.
    """
    found, slot_values = _read(optimizer), slots(optimizer, trainable)
    if found is None or slot_values is None:
        return None
    rate = found[1].get("learning_rate")
    scheduled = isinstance(rate, LibraryObject) and "schedules" in rate.type
    return slot_values + SLOTS[found[0]][1] + (1 if scheduled else 2)
