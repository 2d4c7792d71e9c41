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
]

DEFAULTS = {
    "leaky_relu": {"negative_slope": 0.2},
    "elu": {"alpha": 1.0},
    "gelu": {"approximate": False},
    "softmax": {"axis": -1},
}

# Keras's layers of the functions that have arguments; gelu has none.
LAYERS = {
    "leaky_relu": keras.layers.LeakyReLU,
    "elu": keras.layers.ELU,
    "softmax": keras.layers.Softmax,
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
        function = keras.activations.get(identifier)
        upstream = random_for(name + "/gradient").standard_normal(x.shape).astype(np.float32)
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
