"""The one network that all files hold, its weights, and what real Keras predicts with them.

The weights are exact in bfloat16, so that every element type and byte order stores the same numbers.
"""
import ml_dtypes
import numpy as np

CLASSES = 4
SHAPE = (6, 6, 1)
# What each layer reads.
INPUTS = {
    "conv2d_1": [None, 6, 6, 1],
    "batch_normalization_1": [None, 6, 6, 3],
    "max_pooling2d_1": [None, 6, 6, 3],
    "conv2d_2": [None, 3, 3, 3],
    "activation_1": [None, 3, 2, 2],
    "dropout_1": [None, 3, 2, 2],
    "flatten_1": [None, 3, 2, 2],
    "dense_1": [None, 12],
}
STEPS = 3
RATE = 0.0625  # exact in float32


def _weight(seed, shape, low=-1.0, high=1.0):
    values = np.random.default_rng(seed).uniform(low, high, shape)
    return values.astype(ml_dtypes.bfloat16).astype("float32")


def layers():
    """(class, name, weights by name) of every layer, in order; names as in Keras 2."""
    return [
        ("Conv2D", "conv2d_1", {"kernel": _weight(1, (3, 3, 1, 3)), "bias": _weight(2, (3,))}),
        (
            "BatchNormalization",
            "batch_normalization_1",
            {
                "gamma": _weight(3, (3,), 0.5, 1.5),
                "beta": _weight(4, (3,)),
                "moving_mean": _weight(5, (3,)),
                "moving_variance": _weight(6, (3,), 0.5, 1.5),
            },
        ),
        ("MaxPooling2D", "max_pooling2d_1", {}),
        ("Conv2D", "conv2d_2", {"kernel": _weight(7, (1, 2, 3, 2))}),
        ("Activation", "activation_1", {}),
        ("Dropout", "dropout_1", {}),
        ("Flatten", "flatten_1", {}),
        ("Dense", "dense_1", {"kernel": _weight(8, (12, CLASSES)), "bias": _weight(9, (CLASSES,))}),
    ]


def trainable():
    """The trainable weights in the order of the optimizer's slots."""
    return [
        value
        for _, _, weights in layers()
        for name, value in weights.items()
        if not name.startswith("moving")
    ]


def slots(*firsts):
    """Slots of each kind, kind after kind: weight i has first + i / 8 everywhere."""
    return [
        np.full_like(weight, first + i / 8) for first in firsts for i, weight in enumerate(trainable())
    ]


def inputs():
    return np.random.default_rng(10).random((4, *SHAPE), dtype="float32")


def keras_model():
    import keras
    from keras import layers as kl

    model = keras.Sequential(
        [
            keras.Input(SHAPE),
            kl.Conv2D(3, 3, padding="same", activation="relu"),
            kl.BatchNormalization(),
            kl.MaxPool2D(2),
            kl.Conv2D(2, (1, 2), use_bias=False),
            kl.Activation("tanh"),
            kl.Dropout(0.25),
            kl.Flatten(),
            kl.Dense(CLASSES, activation="softmax"),
        ]
    )
    model.set_weights([value for _, _, weights in layers() for value in weights.values()])
    return model
