"""Names of Keras's operations: which class a function of `keras.ops` or an operator makes a row of (Keras 3.15)."""

from __future__ import annotations

OPERATORS = {
    "+": "Add", "-": "Subtract", "*": "Multiply", "/": "TrueDivide", "//": "FloorDivide", "%": "Mod", "**": "Power",
    "@": "Matmul", "<": "Less", "<=": "LessEqual", ">": "Greater", ">=": "GreaterEqual", "!=": "NotEqual",
    "&": "LogicalAnd", "|": "LogicalOr", "^": "LogicalXor",
}  # fmt: skip
"""What a `KerasTensor` makes of Python's binary operators."""

ELEMENTWISE = frozenset(
    {
        "Absolute", "Add", "BiasAdd", "Cast", "Clip", "ConvertToTensor", "Cos", "Divide", "Elu", "Equal", "Exp",
        "FloorDivide", "Gelu", "Greater", "GreaterEqual", "HardSigmoid", "HardSilu", "LeakyRelu", "Less", "LessEqual",
        "Log", "Log1p", "LogSigmoid", "LogSoftmax", "LogicalAnd", "LogicalNot", "LogicalOr", "Maximum", "Minimum",
        "Mod", "Multiply", "Negative", "NotEqual", "OnesLike", "Power", "ReLU", "Relu", "Relu6", "Reverse", "Round",
        "Rsqrt", "Selu", "Sigmoid", "Sign", "Silu", "Sin", "Softmax", "Softplus", "Softsign", "Sqrt", "Square",
        "StopGradient", "Subtract", "Tanh", "TrueDivide", "ZerosLike",
    }
)  # fmt: skip
"""Operations that give what broadcasting their inputs gives."""

# Functions whose class is not their name in CamelCase; None where they make no operation.
_ODD = {
    "abs": "Absolute", "allclose": "AllClose", "batch_normalization": "BatchNorm", "cdist": "CDist",
    "conj": "Conjugate", "ctc_decode": "CTCDecode", "ctc_loss": "CTCLoss", "fft": "FFT", "fft2": "FFT2",
    "hard_swish": "HardSilu", "ifft2": "IFFT2", "irfft": "IRFFT", "isin": "IsIn", "istft": "ISTFT",
    "layer_normalization": "LayerNorm", "psnr": "PSNR", "rfft": "RFFT", "rms_normalization": "RMSNorm",
    "searchsorted": "SearchSorted", "stft": "STFT", "svd": "SVD", "swish": "Silu",
}  # fmt: skip
_ACTIVATIONS = {
    "relu": "ReLU", "swish": "Silu", "silu": "Silu", "softmax": "Softmax", "gelu": "Gelu", "sigmoid": "Sigmoid",
    "tanh": "Tanh", "elu": "Elu", "leaky_relu": "LeakyRelu", "log_softmax": "LogSoftmax", "selu": "Selu",
    "softplus": "Softplus", "relu6": "Relu6", "hard_sigmoid": "HardSigmoid", "exponential": "Exp",
}  # fmt: skip


def class_of(function: str) -> str | None:
    """Give the class of the operation that a function makes of a symbolic tensor; None where it is not known.

    Arguments:
        function: its dotted name, "keras.ops.expand_dims".
    """
    home, _, name = function.rpartition(".")
    if home == "keras.activations":
        return _ACTIVATIONS.get(name)
    if home != "keras.ops" and not home.startswith("keras.ops."):
        return None
    return _ODD.get(name) or "".join(part[:1].upper() + part[1:] for part in name.split("_"))
