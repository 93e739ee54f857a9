"""Where Keras documents a layer: its page on keras.io, or TensorFlow's for the few that have none there.

Source: `scripts/api_master.py` of keras-team/keras-io, from which keras.io is made.
"""

from __future__ import annotations

from typing import Final

from param_lsp.catalogue.families import find
from param_lsp.catalogue.layer import automatic_name

_KERAS: Final = "https://keras.io/api/layers"
_TENSORFLOW: Final = "https://www.tensorflow.org/api_docs/python/tf/keras/layers"

_SECTIONS: Final = {
    "core_layers": "InputLayer Dense EinsumDense Activation Embedding Masking Lambda Identity",
    "convolution_layers": """Conv1D Conv2D Conv3D SeparableConv1D SeparableConv2D DepthwiseConv1D DepthwiseConv2D
        Conv1DTranspose Conv2DTranspose Conv3DTranspose""",
    "pooling_layers": """MaxPooling1D MaxPooling2D MaxPooling3D AveragePooling1D AveragePooling2D AveragePooling3D
        GlobalMaxPooling1D GlobalMaxPooling2D GlobalMaxPooling3D GlobalAveragePooling1D GlobalAveragePooling2D
        GlobalAveragePooling3D""",
    "recurrent_layers": """LSTM LSTMCell GRU GRUCell SimpleRNN SimpleRNNCell TimeDistributed Bidirectional ConvLSTM1D
        ConvLSTM2D ConvLSTM3D RNN StackedRNNCells""",
    "preprocessing_layers/text": "TextVectorization",
    "preprocessing_layers/numerical": "Normalization SpectralNormalization Discretization",
    "preprocessing_layers/categorical": "CategoryEncoding Hashing HashedCrossing StringLookup IntegerLookup",
    "preprocessing_layers/image_preprocessing": "Resizing Rescaling CenterCrop AutoContrast",
    "preprocessing_layers/image_augmentation": """AugMix CutMix Equalization MixUp Pipeline RandAugment
        RandomBrightness RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop RandomElasticTransform
        RandomErasing RandomFlip RandomGaussianBlur RandomGrayscale RandomHue RandomInvert RandomPerspective
        RandomPosterization RandomRotation RandomSaturation RandomSharpness RandomShear RandomTranslation RandomZoom
        Solarization""",
    "preprocessing_layers/audio_preprocessing": "MelSpectrogram",
    "normalization_layers": "BatchNormalization LayerNormalization UnitNormalization GroupNormalization",
    "regularization_layers": """Dropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianDropout AlphaDropout
        GaussianNoise ActivityRegularization""",
    "attention_layers": "GroupQueryAttention MultiHeadAttention Attention AdditiveAttention",
    "reshaping_layers": """Reshape Flatten RepeatVector Permute Cropping1D Cropping2D Cropping3D UpSampling1D
        UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D""",
    "merging_layers": "Concatenate Average Maximum Minimum Add Subtract Multiply Dot",
    "activation_layers": "ReLU Softmax LeakyReLU PReLU ELU",
}
_SECTION: Final = {name: section for section, names in _SECTIONS.items() for name in names.split()}
_PAGES: Final = {  # where it is not the automatic layer name
    "AutoContrast": "auto_constrast",
    "InputLayer": "input",
    "LeakyReLU": "leaky_relu",
    "PReLU": "prelu",
    "ReLU": "relu",
    "StackedRNNCells": "stacked_rnn_cell",
}


def documentation(name: str) -> str | None:
    """Give the address of a layer's documentation; None for what is no layer of today's Keras.

    Arguments:
        name: Keras's own class name, "MaxPooling2D".
    """
    name = {"GroupedQueryAttention": "GroupQueryAttention"}.get(name, name)
    section = _SECTION.get(name)
    if section is None:
        layer = find(name)
        if layer is None or layer.removed_in is not None:
            return None
        return f"{_TENSORFLOW}/{name}"
    page = _PAGES.get(name) or automatic_name(name)
    if section == "convolution_layers":
        page = page.replace("conv", "convolution")
    return f"{_KERAS}/{section}/{page}/"
