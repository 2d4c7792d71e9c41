"""Activation cases: values and gradients from -8 to 8, zero included."""

import keras
import numpy as np
import tensorflow as tf

from golden.archive import random_for

# The Keras string, and the arguments that differ from its defaults.
CASES = [
    ("linear", {}),
    ("relu", {}),
    ("leaky_relu", {}),
    ("leaky_relu", {"negative_slope": 0.01}),
    ("elu", {}),
    ("elu", {"alpha": 0.5}),
    ("gelu", {}),
    ("gelu", {"approximate": True}),
    ("sigmoid", {}),
    ("tanh", {}),
    ("softmax", {}),
    ("softmax", {"axis": 1}),
    ("silu", {}),
    ("swish", {}),
    ("hard_sigmoid", {}),
    ("softplus", {}),
    ("exponential", {}),
    ("relu6", {}),
    ("selu", {}),
    ("hard_silu", {}),
    ("hard_swish", {}),
    ("softsign", {}),
    ("log_softmax", {}),
    ("mish", {}),
    ("celu", {}),
    ("celu", {"alpha": 0.7}),
    ("glu", {}),
    ("hard_shrink", {}),
    ("hard_shrink", {"threshold": 1.5}),
    ("hard_tanh", {}),
    ("log_sigmoid", {}),
    ("soft_shrink", {}),
    ("soft_shrink", {"threshold": 1.5}),
    ("sparse_plus", {}),
    ("sparse_sigmoid", {}),
    ("sparsemax", {}),
    ("squareplus", {}),
    ("squareplus", {"b": 0.25}),
    ("tanh_shrink", {}),
    ("threshold", {"threshold": 0.3, "default_value": -1.5}),
    ("relu", {"negative_slope": 0.1}),
    ("relu", {"max_value": 6.0}),
    ("relu", {"threshold": 0.5}),
    ("relu", {"negative_slope": 0.1, "max_value": 5.0, "threshold": 0.5}),
]

DEFAULTS = {
    "leaky_relu": {"negative_slope": 0.2},
    "elu": {"alpha": 1.0},
    "gelu": {"approximate": False},
    "softmax": {"axis": -1},
    "log_softmax": {"axis": -1},
    "celu": {"alpha": 1.0},
    "glu": {"axis": -1},
    "hard_shrink": {"threshold": 0.5},
    "soft_shrink": {"threshold": 0.5},
    "sparsemax": {"axis": -1},
    "squareplus": {"b": 4},
    "relu": {"negative_slope": 0.0, "max_value": None, "threshold": 0.0},
}

# Keras's layers of the functions that have arguments; the others have none.
LAYERS = {
    "leaky_relu": keras.layers.LeakyReLU,
    "elu": keras.layers.ELU,
    "softmax": keras.layers.Softmax,
    "relu": keras.layers.ReLU,
}


def layer(identifier, arguments):
    """The layer that applies the function, or None."""
    if not arguments:
        return keras.layers.Activation(identifier, name="layer")
    made = LAYERS.get(identifier)
    return made and made(name="layer", **arguments)


def write(archive):
    for identifier, arguments in CASES:
        name = "-".join([identifier, *(f"{key}{value}" for key, value in arguments.items())])
        x = np.linspace(-8.0, 8.0, 297, dtype=np.float32)
        assert x[148] == 0.0
        # Shuffled, so that softmax does not see one nearly constant row after another.
        x = random_for(name).permutation(x).reshape(9, 11, 3)
        if identifier == "glu":  # halves its last axis
            x = np.concatenate([x, random_for(name + "/gates").permutation(x)], axis=-1)
        function = keras.activations.get(identifier)
        upstream = random_for(name + "/gradient").standard_normal((9, 11, 3)).astype(np.float32)
        # Where the slope changes, TensorFlow and JAX do not agree on it.
        if identifier == "relu6" or arguments.get("max_value") == 6.0:
            upstream[x == 6.0] = 0.0
        if identifier in ("selu", "celu"):
            upstream[x == 0.0] = 0.0
        source = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(source)
            output = function(source, **arguments)
            product = tf.reduce_sum(output * upstream)
        defaults = DEFAULTS.get(identifier, {})
        explicit = function(source, **(defaults | arguments))
        assert np.array_equal(output.numpy(), explicit.numpy()), f"{name}: other defaults in Keras"
        properties = {
            "activation": identifier,
            "by_string": not arguments,
            "argument": defaults | arguments,
        }
        arrays = {
            "input": x,
            "output": output.numpy(),
            "gradient.output": upstream,
            "gradient.input": tape.gradient(product, source).numpy(),
        }
        applied = layer(identifier, arguments)
        json = applied and keras.saving.serialize_keras_object(applied)
        archive.add(name, properties, arrays, json)
