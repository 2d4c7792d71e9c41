"""Re-runs the layer cases from their files on Keras with JAX, and compares outputs and gradients.

The judge of the golden files is Keras on TensorFlow; this shows that its answers are not
TensorFlow's alone.
"""

import argparse
import inspect
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "jax"

import jax
import jax.numpy as jnp
import keras
from keras.src.layers.merging.base_merge import Merge

from compare_golden import relative_difference
from golden.archive import read


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path, help="layers.zip")
    parser.add_argument("--tolerance", type=float, default=2e-5)
    options = parser.parse_args()
    failures, largest, cases = 0, 0.0, read(options.file)
    for name, (properties, arrays, keras_json) in cases.items():
        for key, value in run(properties, arrays, keras_json).items():
            difference = relative_difference(arrays[key], value)
            largest = max(largest, difference)
            if not difference <= options.tolerance:
                print(f"{name}/{key}: differs by {difference:.2e}")
                failures += 1
    print(f"{len(cases)} cases, largest difference {largest:.2e}, {failures} over the tolerance")
    raise SystemExit(1 if failures else 0)


def run(properties, arrays, keras_json):
    layer = keras.saving.deserialize_keras_object(keras_json)
    names = ["input"] + [f"input.{i}" for i in range(1, len(arrays)) if f"input.{i}" in arrays]
    x = [jnp.asarray(arrays[name]) for name in names]
    if not isinstance(layer, Merge):
        (x,) = x
    if isinstance(layer, keras.layers.InputLayer):  # cannot be called
        layer = keras.Model(layer.output, layer.output)
    if not layer.built:
        layer.build([each.shape for each in x] if isinstance(x, list) else x.shape)
    for variable in layer.weights:
        variable.assign(arrays[f"weight.{variable.name}"])
    takes_training = "training" in inspect.signature(layer.call).parameters
    arguments = {"training": properties["training"] == "true"} if takes_training else {}
    # A Dropout's seed state is a non-trainable variable too; stateless calls need them all.
    constants = [variable.value for variable in layer.non_trainable_variables]

    def forward(weights, inputs):
        output, updated = layer.stateless_call(weights, constants, inputs, **arguments)
        return output, updated

    weights = [variable.value for variable in layer.trainable_variables]
    output, backward, updated = jax.vjp(forward, weights, x, has_aux=True)
    weight_gradients, input_gradients = backward(jnp.asarray(arrays["gradient.output"]))
    result = {"output": output}
    for name, gradient in zip(names, jax.tree.leaves(input_gradients)):
        result[f"gradient.{name}"] = gradient
    if "penalty" in arrays:
        penalty, gradients = jax.value_and_grad(penalty_of(layer))(weights)
        result["penalty"] = penalty.reshape(1)
        weight_gradients = [a + b for a, b in zip(weight_gradients, gradients)]
    for variable, gradient in zip(layer.trainable_variables, weight_gradients):
        result[f"gradient.{variable.name}"] = gradient
    for variable, value in zip(layer.non_trainable_variables, updated):
        if f"updated.{variable.name}" in arrays:
            result[f"updated.{variable.name}"] = value
    return {key: jax.device_get(value) for key, value in result.items()}


def penalty_of(layer):
    def penalty(weights):
        pairs = zip(layer.trainable_variables, weights)
        return sum(each.regularizer(value) for each, value in pairs if each.regularizer)

    return penalty


if __name__ == "__main__":
    main()
