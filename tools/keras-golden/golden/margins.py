"""How far a forward pass is from a decision that rounding could make otherwise.

The gradient of relu changes where its input changes sign, that of max pooling where another element
becomes the largest. One such element moves the gradient of a whole filter by up to a few per cent.
"""

import keras
import numpy as np


def has_margin(model, x, least):
    """Whether no decision is closer than `least` times the root mean square of what it is about.

    `model` is a Sequential of layers called as in training; `x` a batch in the type to compute in.
    """
    for layer in model.layers:
        if getattr(layer, "activation", None) is keras.activations.relu:
            layer.activation = keras.activations.linear
            try:
                x = np.array(layer(x))
            finally:
                layer.activation = keras.activations.relu
            if relative(np.abs(x), x) < least:
                return False
            x = np.maximum(x, 0)
        elif isinstance(layer, keras.layers.MaxPooling2D):
            if relative(gaps(x), x) < least:
                return False
            x = np.array(layer(x))
        else:
            x = np.array(layer(x, training=True))
    return True


def relative(distances, values):
    return distances.min() / np.sqrt(np.mean(np.square(values)))


def gaps(x):
    """Of each 2x2 window the distance of its two largest elements.

    Without the windows that relu has closed, and those of equal elements, which come from equal
    patches of the image: neither changes a gradient.
    """
    batch, height, width, channels = x.shape
    windows = x.reshape(batch, height // 2, 2, width // 2, 2, channels).transpose(0, 1, 3, 5, 2, 4)
    ordered = np.sort(windows.reshape(-1, 4), axis=1)
    distances = ordered[:, 3] - ordered[:, 2]
    return distances[(ordered[:, 3] > 0) & (distances > 1e-12)]
