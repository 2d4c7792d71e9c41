"""Initializer facts: each distribution's parameters, checked here against a large Keras sample.

Random generators differ between libraries, so there is nothing to compare element by element.
"""

import math

import keras
import numpy as np

from keras.src.initializers.random_initializers import compute_fans

DENSE_SHAPES = [(784, 128), (128, 10), (17, 3)]
CONV_SHAPES = [(3, 3, 1, 32), (3, 3, 32, 64), (5, 3, 2, 8), (1, 1, 64, 16)]

# A normal cut at two standard deviations keeps this share of its standard deviation.
TRUNCATED = 0.87962566103423978

CASES = {
    "zeros": lambda i: i.Zeros(),
    "ones": lambda i: i.Ones(),
    "constant": lambda i: i.Constant(0.25),
    "random_normal": lambda i: i.RandomNormal(seed=1),
    "random_normal-arguments": lambda i: i.RandomNormal(mean=0.5, stddev=0.2, seed=1),
    "random_uniform": lambda i: i.RandomUniform(seed=1),
    "random_uniform-arguments": lambda i: i.RandomUniform(minval=-1.0, maxval=3.0, seed=1),
    "truncated_normal": lambda i: i.TruncatedNormal(seed=1),
    "truncated_normal-arguments": lambda i: i.TruncatedNormal(mean=-1.0, stddev=0.5, seed=1),
    "glorot_uniform": lambda i: i.GlorotUniform(seed=1),
    "glorot_normal": lambda i: i.GlorotNormal(seed=1),
    "he_uniform": lambda i: i.HeUniform(seed=1),
    "he_normal": lambda i: i.HeNormal(seed=1),
    "lecun_uniform": lambda i: i.LecunUniform(seed=1),
    "lecun_normal": lambda i: i.LecunNormal(seed=1),
    "variance_scaling": lambda i: i.VarianceScaling(seed=1),
    "variance_scaling-fan_out-uniform": lambda i: i.VarianceScaling(
        scale=2.0, mode="fan_out", distribution="uniform", seed=1
    ),
    "variance_scaling-fan_avg-untruncated_normal": lambda i: i.VarianceScaling(
        scale=0.5, mode="fan_avg", distribution="untruncated_normal", seed=1
    ),
    "orthogonal": lambda i: i.Orthogonal(seed=1),
    "orthogonal-gain": lambda i: i.Orthogonal(gain=1.7, seed=1),
    "identity": lambda i: i.Identity(),  # Keras does not tell its gain in get_config
}


def write(archive):
    for name, make in CASES.items():
        for shape in DENSE_SHAPES + CONV_SHAPES:
            initializer = make(keras.initializers)
            if isinstance(initializer, keras.initializers.Identity) and len(shape) != 2:
                continue
            facts = describe(initializer, shape)
            verify(name, shape, facts, np.asarray(initializer(shape), dtype=np.float64))
            config = initializer.get_config()
            config.pop("seed", None)
            properties = {
                "class": type(initializer).__name__,
                "shape": shape,
                "config": config,
                "facts": facts,
            }
            json = keras.saving.serialize_keras_object(initializer)
            archive.add(f"{name}-{'x'.join(map(str, shape))}", properties, {}, json)


def describe(initializer, shape):
    """The distribution as Keras documents it, in numbers for this shape."""
    k = keras.initializers
    if isinstance(initializer, k.VarianceScaling):
        fan_in, fan_out = compute_fans(shape)
        fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}
        variance = initializer.scale / max(1.0, fan[initializer.mode])
        fans = {"fan_in": fan_in, "fan_out": fan_out}
        if initializer.distribution == "uniform":
            limit = math.sqrt(3.0 * variance)
            return fans | uniform(-limit, limit)
        if initializer.distribution == "untruncated_normal":
            return fans | normal(0.0, math.sqrt(variance))
        return fans | truncated(0.0, math.sqrt(variance) / TRUNCATED)
    if isinstance(initializer, k.RandomUniform):
        return uniform(initializer.minval, initializer.maxval)
    if isinstance(initializer, k.TruncatedNormal):
        return truncated(initializer.mean, initializer.stddev)
    if isinstance(initializer, k.RandomNormal):
        return normal(initializer.mean, initializer.stddev)
    if isinstance(initializer, k.Orthogonal):
        rows, columns = math.prod(shape[:-1]), shape[-1]
        return {
            "distribution": "orthogonal",
            "gain": initializer.gain,
            "rows": rows,
            "columns": columns,
            "orthonormal": "columns" if rows >= columns else "rows",
        }
    if isinstance(initializer, k.Identity):
        return {"distribution": "identity", "gain": initializer.gain, "columns": shape[1]}
    value = {"Zeros": 0.0, "Ones": 1.0}.get(type(initializer).__name__)
    return {"distribution": "constant", "value": initializer.value if value is None else value}


def uniform(low, high):
    deviation = (high - low) / math.sqrt(12.0)
    return spread("uniform", low, high, (low + high) / 2, deviation)


def normal(mean, deviation):
    return {"distribution": "normal", "mean": mean, "stddev": deviation}


def truncated(mean, deviation):
    """`scale` is the standard deviation before the cut at two of them, `stddev` the one after."""
    cut = 2.0 * deviation
    facts = spread("truncated_normal", mean - cut, mean + cut, mean, deviation * TRUNCATED)
    return facts | {"scale": deviation}


def spread(distribution, low, high, mean, deviation):
    return {
        "distribution": distribution,
        "minimum": low,
        "maximum": high,
        "mean": mean,
        "stddev": deviation,
    }


def verify(name, shape, facts, sample):
    """Fails if a sample drawn by Keras contradicts the facts."""

    def expect(condition, what):
        if not condition:
            raise AssertionError(f"{name} {shape}: {what}, facts {facts}")

    if facts["distribution"] == "constant":
        expect(np.all(sample == np.float32(facts["value"])), "not constant")
        return
    if facts["distribution"] == "identity":
        expect(np.all(sample == np.float32(facts["gain"]) * np.eye(*shape)), "no identity")
        return
    if facts["distribution"] == "orthogonal":
        flat = sample.reshape(facts["rows"], facts["columns"]) / facts["gain"]
        product = flat.T @ flat if facts["orthonormal"] == "columns" else flat @ flat.T
        expect(np.allclose(product, np.eye(len(product)), atol=1e-4), "not orthonormal")
        return
    count = sample.size
    error = facts["stddev"] / math.sqrt(count)
    expect(abs(sample.mean() - facts["mean"]) < 5 * error, f"mean {sample.mean()}")
    expect(abs(sample.std() - facts["stddev"]) < 5 * error, f"stddev {sample.std()}")
    if "maximum" in facts:
        slack = 1e-5 * (facts["maximum"] - facts["minimum"])
        expect(sample.max() <= facts["maximum"] + slack, f"maximum {sample.max()}")
        expect(sample.min() >= facts["minimum"] - slack, f"minimum {sample.min()}")
