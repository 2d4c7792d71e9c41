"""Layer cases along one axis and three: what `layers.py` has for images, over smaller grids."""

import itertools

import keras
import numpy as np

from golden.layers import distinct, normal, options_text, record, text

SEQUENCES = [(2, 9, 3), (1, 12, 17), (3, 7, 1)]
VOLUMES = [(2, 4, 5, 6, 3), (1, 3, 4, 4, 17), (1, 5, 3, 4, 1)]


def write(archive):
    convolutions(archive)
    transposed(archive)
    depthwise_and_separable(archive)
    pooling(archive)
    edges_and_sizes(archive)


def add(archive, layer_class, shape, arguments, *positional, make=normal, inputs="normal"):
    """A case named after all that it is made of."""
    plain = [np.ravel(item).tolist() for item in positional]
    name = f"{layer_class.__name__.lower()}-{text(shape)}{options_text(arguments)}"
    name += "".join(f"-{text(item)}" for item in plain)
    layer = layer_class(*positional, name="layer", **arguments)
    record(archive, name, layer, make(name, shape), inputs=inputs)


def convolutions(archive):
    layers = keras.layers
    sequences = itertools.cycle(SEQUENCES)
    filters = itertools.cycle([4, 1, 16, 5])
    for kernel, stride, padding in itertools.product(
        [1, 2, 3, 5], [1, 2, 3], ["valid", "same", "causal"]
    ):
        add(
            archive, layers.Conv1D, next(sequences), {"strides": stride, "padding": padding}, next(filters), kernel
        )
    for padding in ("valid", "same", "causal"):
        add(archive, layers.Conv1D, (2, 9, 3), {"dilation_rate": 2, "padding": padding}, 4, 3)
        add(
            archive, layers.Conv1D, (2, 9, 4), {"groups": 2, "padding": padding, "activation": "relu"}, 6, 3
        )
    add(archive, layers.Conv1D, (2, 9, 4), {"groups": 4, "use_bias": False}, 4, 3)
    add(archive, layers.Conv1D, (2, 3, 4), {"padding": "same"}, 4, 7)

    volumes = itertools.cycle(VOLUMES)
    for kernel, stride, padding in itertools.product(
        [1, 2, 3, (1, 2, 3)], [1, 2, (2, 1, 3)], ["valid", "same"]
    ):
        add(
            archive, layers.Conv3D, next(volumes), {"strides": stride, "padding": padding}, next(filters), kernel
        )
    for padding in ("valid", "same"):
        add(archive, layers.Conv3D, (1, 5, 6, 7, 2), {"dilation_rate": 2, "padding": padding}, 3, 2)
    add(
        archive, layers.Conv3D, (2, 3, 4, 5, 4), {"groups": 2, "padding": "same", "activation": "relu"}, 6, 3
    )
    add(archive, layers.Conv3D, (2, 3, 4, 5, 3), {"use_bias": False, "activation": "sigmoid"}, 2, 2)


def transposed(archive):
    layers = keras.layers
    for kernel, stride, padding in itertools.product([1, 2, 3, 4], [1, 2, 3], ["valid", "same"]):
        add(
            archive, layers.Conv1DTranspose, (2, 5, 3), {"strides": stride, "padding": padding}, 4, kernel
        )
    for padding in ("valid", "same"):
        add(
            archive, layers.Conv1DTranspose, (2, 5, 3), {"strides": 3, "padding": padding, "output_padding": 1}, 2, 3
        )
        add(
            archive, layers.Conv1DTranspose, (2, 5, 3), {"dilation_rate": 2, "padding": padding, "use_bias": False}, 2, 3
        )
    for kernel, stride, padding in itertools.product(
        [1, 2, 3, (1, 2, 3)], [1, 2], ["valid", "same"]
    ):
        add(
            archive, layers.Conv3DTranspose, (2, 2, 3, 4, 3), {"strides": stride, "padding": padding}, 4, kernel
        )
    add(
        archive, layers.Conv3DTranspose, (1, 2, 3, 2, 2), {"strides": 2, "output_padding": 1, "activation": "relu"}, 3, 3
    )


def depthwise_and_separable(archive):
    layers = keras.layers
    for shape, padding in zip(SEQUENCES, ("valid", "same", "same")):
        add(archive, layers.DepthwiseConv1D, shape, {"padding": padding, "depth_multiplier": 2}, 3)
        add(
            archive, layers.DepthwiseConv1D, shape, {"padding": padding, "strides": 2, "activation": "relu6"}, 2
        )
        add(
            archive, layers.SeparableConv1D, shape, {"padding": padding, "depth_multiplier": 2}, 4, 3
        )
        add(
            archive, layers.SeparableConv1D, shape, {"padding": padding, "strides": 2, "use_bias": False}, 5, 2
        )
    add(archive, layers.DepthwiseConv1D, (2, 9, 3), {"dilation_rate": 2, "use_bias": False}, 3)
    add(
        archive, layers.SeparableConv1D, (2, 9, 3), {"dilation_rate": 2, "activation": "softmax"}, 4, 3
    )


def pooling(archive):
    layers = keras.layers
    for layer_class, shapes, pools in [
        (layers.MaxPooling1D, SEQUENCES, [2, 3]),
        (layers.AveragePooling1D, SEQUENCES, [2, 3]),
        (layers.MaxPooling3D, VOLUMES, [2, (1, 3, 2)]),
        (layers.AveragePooling3D, VOLUMES, [2, (1, 3, 2)]),
    ]:
        shapes = itertools.cycle(shapes)
        for pool, stride, padding in itertools.product(pools, [None, 1, 2], ["valid", "same"]):
            arguments = {"padding": padding} | ({} if stride is None else {"strides": stride})
            add(
                archive, layer_class, next(shapes), arguments, pool, make=distinct, inputs="distinct"
            )
    for layer_class, shapes in [
        (layers.GlobalAveragePooling1D, SEQUENCES),
        (layers.GlobalMaxPooling1D, SEQUENCES),
        (layers.GlobalAveragePooling3D, VOLUMES),
        (layers.GlobalMaxPooling3D, VOLUMES),
    ]:
        for shape, keepdims in itertools.product(shapes, [False, True]):
            add(
                archive, layer_class, shape, {"keepdims": keepdims}, make=distinct, inputs="distinct"
            )


def edges_and_sizes(archive):
    layers = keras.layers
    for layer_class in (layers.ZeroPadding1D, layers.Cropping1D):
        for side in (1, (0, 2), (3, 1)):
            add(archive, layer_class, (2, 9, 3), {}, side)
    for layer_class in (layers.ZeroPadding3D, layers.Cropping3D):
        for side in (1, (1, 0, 2), ((0, 1), (2, 0), (1, 1))):
            add(archive, layer_class, (2, 4, 5, 6, 3), {}, side)
    for size in (1, 2, 3):
        add(archive, layers.UpSampling1D, (2, 5, 3), {}, size)
    for size in (2, (1, 3, 2)):
        add(archive, layers.UpSampling3D, (2, 2, 3, 4, 3), {}, size)
