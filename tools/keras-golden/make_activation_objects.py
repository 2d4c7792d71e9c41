"""Makes the fixtures of layers as activations: small models of real Keras, inputs and predictions.

    pip install keras jax
    KERAS_BACKEND=jax python make_activation_objects.py    # --out DIR elsewhere

Writes <case>.keras, <case>-x.bin and <case>-y.bin (float32, little-endian; 3 samples of 5x5x4).
"""

import argparse
import pathlib

import keras
import numpy as np

ReLU = keras.layers.ReLU


def convolution(activation, dtype=None):
    return [keras.layers.Conv2D(4, 3, activation=activation, dtype=dtype)]


def cases():
    layers = keras.layers
    mixed = "mixed_bfloat16"
    yield "relu6", convolution(ReLU(max_value=6))
    yield "relu_default", convolution(ReLU())
    yield "relu_all", convolution(ReLU(max_value=1.5, negative_slope=0.1, threshold=0.2))
    yield "leaky_relu", convolution(layers.LeakyReLU(negative_slope=0.1))
    yield "elu", convolution(layers.ELU(alpha=0.5))
    yield "softmax", convolution(layers.Softmax(axis=1))
    yield "activation", convolution(layers.Activation("mish"))
    yield "in_activation", [layers.Activation(ReLU(max_value=1))]
    yield "in_dense", [layers.Flatten(), layers.Dense(6, activation=ReLU(max_value=1))]
    yield "mixed_relu_threshold", [ReLU(threshold=0.2, dtype=mixed)]
    yield "mixed_relu_all", [ReLU(max_value=1.5, negative_slope=0.1, dtype=mixed)]
    yield "mixed_relu_in_float32", convolution(ReLU(max_value=1, threshold=0.3, dtype=mixed))
    yield "float32_elu_in_mixed", convolution(layers.ELU(alpha=0.5, dtype="float32"), mixed)
    yield "mixed_rescaling", [layers.Rescaling(1 / 255, offset=-1, dtype=mixed)]
    for name in ("glu", "sparsemax", "squareplus", "tanh_shrink"):
        yield name, convolution(name)
    for name in ("hard_shrink", "soft_shrink", "sparse_plus", "log_sigmoid", "celu", "hard_tanh"):
        yield "mixed_" + name, [layers.Activation(name, dtype=mixed)]


def main():
    here = pathlib.Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--out",
        type=pathlib.Path,
        default=here.parents[1] / "keras/src/test/resources/dev/lamina/keras/activations",
    )
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, layers in cases():
        keras.utils.set_random_seed(5)
        keras.backend.clear_session()
        model = keras.Sequential([keras.Input((5, 5, 4)), *layers])
        random = np.random.default_rng(6)
        x = 2 * random.standard_normal((3, 5, 5, 4)).astype("float32")
        if name == "mixed_rescaling":
            x = random.integers(0, 256, x.shape).astype("float32")
        y = np.asarray(model.predict(x, verbose=0), dtype="float32")
        model.save(out / f"{name}.keras")
        for part, values in ("x", x), ("y", y):
            (out / f"{name}-{part}.bin").write_bytes(values.astype("<f4").tobytes())


if __name__ == "__main__":
    main()
