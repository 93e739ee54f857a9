"""Sound: MelSpectrogram and STFTSpectrogram."""

from __future__ import annotations

from collections.abc import Iterable

from param_lsp.catalogue.layer import OWN_FIRST, Layer, reject, reject_undefined
from param_lsp.catalogue.reading import CHANNELS_LAST, Unfollowed, data_format, flag, is_unknown, require_known, size
from param_lsp.catalogue.text import repr_of, str_of
from param_lsp.catalogue.words import window_steps
from param_lsp.message import Message, message
from param_lsp.shapes import Count, Dim, Polynomial, Shape, ShapeTree, UnknownDim
from param_lsp.shapes.windows import windows
from param_lsp.values import Arguments, NumpyScalar, Value, Weight
from param_lsp.wording import shape as shape_text

_MODES = ("log", "magnitude", "psd", "real", "imag", "angle", "stft")
_WINDOWS = ("hann", "hamming", "blackman", "bartlett", "boxcar", "triang", "parzen", "bohman", "nuttall", "cosine")


class MelSpectrogram(Layer):
    """keras/src/layers/preprocessing/mel_spectrogram.py: (batch, samples) to (batch, mel bins, frames)."""

    name = "MelSpectrogram"
    signature = """fft_length=2048, sequence_stride=512, sequence_length=None, window='hann', sampling_rate=16000,
        num_mel_bins=128, min_freq=20.0, max_freq=None, power_to_db=True, top_db=80.0, mag_exp=2.0, min_power=1e-10,
        ref_power=1.0, **kwargs"""
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        """Reject sequences that are longer than the transform."""
        fft, length = arguments["fft_length"], arguments["sequence_length"]
        for name in ("fft_length", "sequence_stride", "num_mel_bins"):
            _require_positive(name, arguments[name])
        if length is None or length == 0 or is_unknown(length) or is_unknown(fft):
            return
        _require_positive("sequence_length", length)
        if isinstance(fft, int) and isinstance(length, int) and fft < length:
            # the three spaces stand in Keras's own message
            reject(
                "`fft_length` must be greater than or equal to   `sequence_length`. "
                f"Received: `sequence_length`={length}, `fft_length`={fft}.",
                message("`fft_length` {fft} is below `sequence_length` {length}", fft=fft, length=length),
                argument="sequence_length",
            )

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give mel bins and frames; further axes are dropped, as Keras does."""
        bins = size("num_mel_bins", arguments["num_mel_bins"])
        if not shape:
            raise Unfollowed(message("MelSpectrogram wants an input with samples"))
        samples = shape[0] if len(shape) == 1 else shape[1]
        return (*shape[: len(shape) > 1], bins, self._frames(arguments, samples))

    def _frames(self, arguments: Arguments, samples: Dim) -> Dim:
        stride = size("sequence_stride", arguments["sequence_stride"])
        if samples is None or not isinstance(stride, int):
            return None if samples is None else _unknown(stride)
        return (samples + stride + 1) // stride


class STFTSpectrogram(Layer):
    """keras/src/layers/preprocessing/stft_spectrogram.py: a convolution with the waves of a Fourier transform."""

    name = "STFTSpectrogram"
    signature = """mode='log', frame_length=256, frame_step=None, fft_length=None, window='hann', periodic=False,
        scaling='density', padding='valid', expand_dims=False, data_format=None, **kwargs"""
    rank = 3
    order = OWN_FIRST

    def check(self, arguments: Arguments) -> None:
        """Reject lengths that do not go together, and unknown words."""
        length, step, fft = (arguments[name] for name in ("frame_length", "frame_step", "fft_length"))
        _require_positive("frame_length", length)
        if isinstance(step, int) and isinstance(length, int) and (step > length or step < 1):
            reject(
                "`frame_step` should be a positive integer not greater than `frame_length`. "
                f"Received frame_step={step}, frame_length={length}",
                message("`frame_step` {step} must be from 1 to {length}", step=step, length=length),
                argument="frame_step",
            )
        if isinstance(fft, int) and isinstance(length, int) and fft < length:
            reject(
                "`fft_length` should be not less than `frame_length`. "
                f"Received fft_length={fft}, frame_length={length}",
                message("`fft_length` {fft} is below `frame_length` {length}", fft=fft, length=length),
                argument="fft_length",
            )
        for name, value in (("frame_step", step), ("fft_length", fft)):
            if value is not None:
                _require_positive(name, value)
        self._check_words(arguments)

    def check_late(self, arguments: Arguments) -> None:
        """Reject another data format than Keras's two."""
        if not is_unknown(arguments["data_format"]):
            data_format(arguments)

    def weights(self, arguments: Arguments, shape: Shape) -> Iterable[Weight]:
        """Give the waves as kernels (frame length, 1, frequencies)."""
        kernel = (size("frame_length", arguments["frame_length"]), 1, self._frequencies(arguments))
        mode = require_known("mode", arguments["mode"])
        if mode != "imag":
            yield Weight("real_kernel", kernel)
        if mode != "real":
            yield Weight("imag_kernel", kernel)

    def output(self, arguments: Arguments, shape: Shape) -> ShapeTree:
        """Give frames and frequencies; with `expand_dims` the channels have an axis of their own."""
        last = data_format(arguments) == CHANNELS_LAST
        channels = shape[-1] if last else shape[1]
        frequencies = self._frequencies(arguments) * (2 if require_known("mode", arguments["mode"]) == "stft" else 1)
        if channels is None:
            reject_undefined(self.name, "unsupported operand type(s) for *: 'int' and 'NoneType'", shape)
        frames = self._frames(arguments, shape)
        if isinstance(frames, int) and frames <= 0:
            self._reject_frames(arguments, shape, frequencies * channels)
        if flag(arguments, "expand_dims"):
            return (shape[0], frames, frequencies, channels) if last else (shape[0], channels, frames, frequencies)
        together = frequencies * channels
        return (shape[0], frames, together) if last else (shape[0], together, frames)

    def steps(self, arguments: Arguments, shape: Shape) -> Iterable[Message]:
        """Give the arithmetic of the number of frames."""
        samples = shape[1] if data_format(arguments) == CHANNELS_LAST else shape[2]
        length, step = self._window(arguments)
        frames = self._frames(arguments, shape)
        return window_steps((samples,), (length,), (step,), (1,), (frames,), padded=self._padded(arguments))

    def _check_words(self, arguments: Arguments) -> None:
        mode, scaling, padding, window = (arguments[name] for name in ("mode", "scaling", "padding", "window"))
        if not is_unknown(mode) and mode not in _MODES:
            reject(
                f"Output mode is invalid, it must be one of {', '.join(_MODES)}. Received: mode={str_of(mode)}",
                message("`mode` must be one of {modes}, got {value}", modes=", ".join(_MODES), value=repr_of(mode)),
                argument="mode",
            )
        if not is_unknown(scaling) and scaling is not None and scaling not in ("density", "spectrum"):
            reject(
                f"Scaling is invalid, it must be `None`, 'density' or 'spectrum'. Received scaling={str_of(scaling)}",
                message('`scaling` must be None, "density" or "spectrum", got {value}', value=repr_of(scaling)),
                argument="scaling",
            )
        if not is_unknown(padding) and padding not in ("valid", "same"):
            reject(
                f"Padding is invalid, it should be 'valid', 'same'. Received: padding={str_of(padding)}",
                message('`padding` must be "valid" or "same", got {value}', value=repr_of(padding)),
                argument="padding",
            )
        if window is not None and (not isinstance(window, str) or window not in _WINDOWS):
            raise Unfollowed(message("the window {window} is not known", window=repr_of(window)))

    def _window(self, arguments: Arguments) -> tuple[Count, Count]:
        length = size("frame_length", arguments["frame_length"])
        step = arguments["frame_step"]
        return length, length // 2 if step is None else size("frame_step", step)

    def _frames(self, arguments: Arguments, shape: Shape) -> Dim:
        samples = shape[1] if data_format(arguments) == CHANNELS_LAST else shape[2]
        length, step = self._window(arguments)
        if step == 0:
            raise Unfollowed(message("`frame_length` 1 leaves no step"))
        return windows(samples, length, step, 1, padded=self._padded(arguments))

    def _padded(self, arguments: Arguments) -> bool:
        return bool(require_known("padding", arguments["padding"]) == "same")

    def _frequencies(self, arguments: Arguments) -> Count:
        length, fft = size("frame_length", arguments["frame_length"]), arguments["fft_length"]
        if fft is not None:
            return size("fft_length", fft) // 2 + 1
        if not isinstance(length, int):
            return _unknown(length)
        power: int = 1 << (length - 1).bit_length()  # the next power of two
        return power // 2 + 1

    def _reject_frames(self, arguments: Arguments, shape: Shape, filters: Dim) -> None:
        length, step = self._window(arguments)
        got = shape_text(shape)
        kernel = shape_text((length, shape[-1] if data_format(arguments) == CHANNELS_LAST else shape[1], filters))
        reject(
            "Computed output size would be zero or negative. Received "
            f"`inputs shape={got}`, `kernel shape={kernel}`, `dilation_rate=[1]`, `strides=({repr_of(step)},)`, "
            "`padding=valid`.",
            message("a frame of {length} samples does not fit into {shape}", length=repr_of(length), shape=got),
            rule="nonpositive-output-size",
            argument="frame_length",
            short=message("frame {length} does not fit {shape}", length=repr_of(length), shape=got),
        )


def _require_positive(name: str, value: Value) -> None:
    """Follow positive integers only; Keras does not look at these arguments itself."""
    if isinstance(value, NumpyScalar):
        value = value.value
    fits = is_unknown(value) or isinstance(value, Polynomial)
    if not fits and (isinstance(value, bool) or not isinstance(value, int) or value <= 0):
        raise Unfollowed(message("`{name}` is {value}, not a positive integer", name=name, value=repr_of(value)))


def _unknown(count: Count) -> UnknownDim:
    """Give an unknown count where a calculation needs an integer."""
    return UnknownDim(count.reason if isinstance(count, UnknownDim) else message("a length is symbolic"))
