"""Layer cases of normalizations that do not depend on the batch, and of layers that drop or learn."""

import itertools

import keras
import numpy as np

from golden.layers import normal, options_text, record, text


def write(archive):
    layers = keras.layers
    l1, l2 = keras.regularizers.L1(0.125), keras.regularizers.L2(0.25)

    def add(layer_class, shape, arguments, suffix="", training=False):
        plain = {key: value for key, value in arguments.items() if not callable(value)}
        name = f"{layer_class.__name__.lower()}-{text(shape)}{options_text(plain)}{suffix}"
        layer = layer_class(name="layer", **arguments)
        record(archive, name, layer, normal(name, shape), training=training)

    for shape in [(3, 5), (2, 4, 6), (2, 3, 4, 17), (1, 2, 3, 2, 4)]:
        for axis in sorted({(-1,), (1,), tuple(range(1, len(shape)))}):
            add(layers.LayerNormalization, shape, {"axis": axis})
            if axis != (1,):  # Keras multiplies with a scale that only fits the last axes
                add(layers.RMSNormalization, shape, {"axis": axis})
            add(layers.UnitNormalization, shape, {"axis": axis})
    image = (2, 3, 4, 6)
    for center, scale, epsilon in itertools.product([True, False], [True, False], [1e-6, 0.1]):
        options = {"center": center, "scale": scale, "epsilon": epsilon}
        add(layers.LayerNormalization, image, options)
        add(layers.GroupNormalization, image, options | {"groups": 3})
    add(layers.LayerNormalization, image, {"rms_scaling": True})
    add(layers.RMSNormalization, image, {"epsilon": 0.01})
    penalties = {"beta_regularizer": l1, "gamma_regularizer": l2}
    add(layers.LayerNormalization, image, penalties, "-penalties")
    add(layers.GroupNormalization, image, penalties | {"groups": 2}, "-penalties")
    for groups in (1, 2, 6, -1):
        add(layers.GroupNormalization, image, {"groups": groups})
        add(layers.GroupNormalization, (2, 6, 4, 3), {"groups": groups, "axis": 1})
    add(layers.GroupNormalization, (2, 5, 32), {})
    add(layers.GroupNormalization, (3, 64), {})
    random = keras.initializers.RandomNormal(stddev=0.5, seed=1)
    for shape, shared in [((3, 5), None), (image, None), (image, (1, 2)), ((2, 4, 6), (1,))]:
        shares = {} if shared is None else {"shared_axes": shared}
        add(layers.PReLU, shape, shares | {"alpha_initializer": random})
    add(layers.PReLU, image, {"alpha_regularizer": l1, "shared_axes": (1, 2)}, "-penalty")
    for layer_class, shape in [
        (layers.SpatialDropout1D, (2, 4, 6)),
        (layers.SpatialDropout2D, image),
        (layers.SpatialDropout3D, (1, 2, 3, 2, 4)),
    ]:
        add(layer_class, shape, {"rate": 0.25, "seed": 7})
        add(layer_class, shape, {"rate": 0.0}, training=True)
