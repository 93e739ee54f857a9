"""Images: sizes, and layers that augment."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle.strategies.common import ODD, Strategies, cases, data_formats, flags, shapes

images = st.one_of(shapes(4), shapes(4), shapes(4), shapes(3), shapes(5), shapes(2))
size = st.one_of(st.sampled_from([1, 4, 10, 224]), st.sampled_from([1, 4, 10, 224]), ODD)
factor = st.sampled_from([0.1, 0.5, 1, 0, (0.1, 0.3), [-0.2, 0.2], -0.5, 2, (0.5,), None, "a", (0.9, 3)])
level = st.sampled_from([1, 4, 8, (1, 8), 0.5, 0, 9, (9, 10)])
value_range = st.sampled_from([(0, 255), [0, 1], (0.0, 1.0), (1,), 255, None])
interpolation = st.sampled_from(["nearest", "bilinear", "bicubic"])
fill_mode = st.sampled_from(["reflect", "wrap", "constant", "nearest", "mirror", "none"])
seed = {"seed": st.sampled_from([3, None, 1.5, True, "a"])}
base = {"bounding_box_format": st.just("xyxy"), "data_format": data_formats}
seeded = base | seed
valued = base | {"value_range": value_range}
ranged = valued | seed
filled = seeded | {"fill_mode": fill_mode, "interpolation": interpolation, "fill_value": st.just(0.5)}

STRATEGIES: Strategies = {
    "Resizing": cases(
        "Resizing",
        images,
        required={"height": size, "width": size},
        optional={"interpolation": interpolation, "crop_to_aspect_ratio": flags, "data_format": data_formats},
    ),
    **{
        name: cases(
            name,
            images,
            required={"height": size, "width": size},
            optional={"data_format": data_formats} | (seed if name == "RandomCrop" else {}),
        )
        for name in ("CenterCrop", "RandomCrop")
    },
    "MaxNumBoundingBoxes": cases("MaxNumBoundingBoxes", images, required={"max_number": size}, optional=base),
    "AutoContrast": cases("AutoContrast", images, optional=valued | {"factor": st.sampled_from([None, 0.5])}),
    "ContrastLimitedAdaptiveHistogramEqualization": cases(
        "ContrastLimitedAdaptiveHistogramEqualization", images, optional=valued | {"factor": factor}
    ),
    "Equalization": cases("Equalization", images, optional=valued | {"factor": factor, "bins": st.just(16)}),
    "MixUp": cases("MixUp", images, optional=seeded | {"alpha": st.just(0.3), "factor": factor}),
    "CutMix": cases("CutMix", images, optional=seeded | {"factor": factor}),
    **{
        name: cases(name, images, required={"factor": factor}, optional=ranged)
        for name in (
            "RandomBrightness",
            "RandomColorDegeneration",
            "RandomContrast",
            "RandomHue",
            "RandomSaturation",
            "RandomSharpness",
        )
    },
    "RandomPosterization": cases("RandomPosterization", images, required={"factor": level}, optional=ranged),
    "RandomColorJitter": cases(
        "RandomColorJitter",
        images,
        optional=ranged
        | dict.fromkeys(("brightness_factor", "contrast_factor", "saturation_factor", "hue_factor"), factor),
    ),
    "RandomElasticTransform": cases(
        "RandomElasticTransform", images, optional=filled | {"factor": factor, "scale": factor}
    ),
    "RandomErasing": cases("RandomErasing", images, optional=ranged | {"factor": factor, "scale": factor}),
    "RandomFlip": cases(
        "RandomFlip",
        images,
        optional=seeded | {"mode": st.sampled_from(["horizontal", "vertical", "up"]), "factor": factor},
    ),
    "RandomGaussianBlur": cases(
        "RandomGaussianBlur",
        images,
        optional=ranged
        | {
            "factor": factor,
            "sigma": factor,
            "kernel_size": st.sampled_from([3, 5, (3, 5), 4, (3, 4), (3,), "a", None]),
        },
    ),
    "RandomGrayscale": cases("RandomGrayscale", images, optional=seeded | {"factor": factor}),
    "RandomInvert": cases("RandomInvert", images, optional=ranged | {"factor": factor}),
    "RandomPerspective": cases(
        "RandomPerspective",
        images,
        optional=seeded | {"factor": factor, "scale": factor, "interpolation": interpolation},
    ),
    "RandomRotation": cases("RandomRotation", images, required={"factor": factor}, optional=filled),
    "RandomShear": cases("RandomShear", images, optional=filled | {"x_factor": factor, "y_factor": factor}),
    "RandomTranslation": cases(
        "RandomTranslation", images, required={"height_factor": factor, "width_factor": factor}, optional=filled
    ),
    "RandomZoom": cases(
        "RandomZoom", images, required={"height_factor": factor}, optional=filled | {"width_factor": factor}
    ),
    "Solarization": cases(
        "Solarization", images, optional=ranged | {"addition_factor": factor, "threshold_factor": factor}
    ),
    "AugMix": cases(
        "AugMix", images, optional=ranged | {"factor": factor, "interpolation": interpolation, "all_ops": flags}
    ),
    "RandAugment": cases("RandAugment", images, optional=ranged | {"factor": factor, "interpolation": interpolation}),
}
