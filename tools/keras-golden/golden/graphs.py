"""Functional models and their training data: branches, shared layers, nested models, op nodes.

Runs on any Keras backend and in any precision, so that one run can be compared with another.
"""

import dataclasses
import typing

import keras
import numpy as np

from golden import hashing
from golden.archive import random_for
from golden.training import precision

STEPS = 10
BATCH = 8
# Most inputs of relu are on its side that is a line: less depends on how its kink rounds.
GAMMA = 0.5
BETA = 0.5

k = keras.layers


@dataclasses.dataclass(frozen=True)
class Graph:
    """One case: makes the model, compiles it, and gives inputs and targets by name.

    Arrays of data have the axes (step, sample, ...).
    """

    make: typing.Callable
    compile: typing.Callable
    data: typing.Callable
    seed: int
    files: tuple = ("initial.h5", "trained.keras")
    dense: float = 1.0  # scales the kernels of Dense: how far apart predictions are


def compiled(graph, weights=None):
    """The model, compiled, with weights from the hash or with these, a list of arrays."""
    model = graph.make()
    if weights is None:
        initialize(model, graph)
    else:
        model.set_weights(weights)
    graph.compile(model)
    return model


def initialize(model, graph):
    """Every weight from the hash, nothing trivial; then averages that are near the data's.

    With other averages the predictions of a deep model would be constant.
    """
    for index, weight in enumerate(model.weights):
        weight.assign(initial_value(weight, graph, index))
    inputs, _ = graph.data()
    calibrate(model, {name: array[0] for name, array in inputs.items()})
    for index, weight in enumerate(model.weights):
        if weight.name in ("moving_mean", "moving_variance"):
            noise = hashing.uniform(graph.seed, index, tuple(weight.shape), 0.2)
            weight.assign(np.array(weight.value) * (1 + noise))


def calibrate(model, inputs):
    """Makes the averages of each batch normalization those of this batch."""
    normalizations = [
        layer for layer in model._flatten_layers() if isinstance(layer, k.BatchNormalization)
    ]
    momenta = [layer.momentum for layer in normalizations]
    # A frozen layer would use its averages, not update them.
    trainable = [layer.trainable for layer in normalizations]
    for layer in normalizations:
        layer.momentum = 0.0
        layer.trainable = True
    model(inputs if len(inputs) > 1 else next(iter(inputs.values())), training=True)
    for layer, momentum, trained in zip(normalizations, momenta, trainable):
        layer.momentum = momentum
        layer.trainable = trained


def initial_value(weight, graph, index):
    shape, seed = tuple(weight.shape), graph.seed
    if weight.name == "kernel":
        if len(shape) == 2:
            return hashing.uniform(seed, index, shape, graph.dense * hashing.glorot_limit(shape))
        # HeUniform; a depthwise kernel sums over its window only.
        fan_in = int(np.prod(shape[:-2] if shape[-1] == 1 else shape[:-1]))
        return hashing.uniform(seed, index, shape, np.float32(np.sqrt(6.0 / fan_in)))
    if weight.name == "gamma":
        return np.float32(GAMMA) + hashing.uniform(seed, index, shape, 0.2)
    if weight.name == "beta":
        return np.float32(BETA) + hashing.uniform(seed, index, shape, 0.2)
    if weight.name == "moving_variance":
        return np.float32(1) + hashing.uniform(seed, index, shape, 0.25)
    return hashing.uniform(seed, index, shape, 0.1)


def conv_bn(x, filters, size=3, strides=1, relu=True, name=None):
    named = (lambda part: f"{name}_{part}") if name else (lambda part: None)
    x = k.Conv2D(
        filters, size, strides=strides, padding="same", use_bias=False, name=named("conv")
    )(x)
    x = k.BatchNormalization(momentum=0.9, name=named("bn"))(x)
    return k.Activation("relu", name=named("relu"))(x) if relu else x


def resnet20():
    """The ResNet-20 of CIFAR-10 with projections."""
    inputs = keras.Input((32, 32, 3), name="image")
    x = conv_bn(inputs, 16, name="stem")
    for stage, filters in enumerate((16, 32, 64)):
        for block in range(3):
            name = f"stage{stage + 1}_block{block + 1}"
            strides = 2 if stage > 0 and block == 0 else 1
            shortcut = x
            if strides == 2:
                shortcut = conv_bn(x, filters, 1, 2, relu=False, name=f"{name}_shortcut")
            x = conv_bn(x, filters, 3, strides, name=f"{name}_1")
            x = conv_bn(x, filters, relu=False, name=f"{name}_2")
            x = k.Add(name=f"{name}_add")([x, shortcut])
            x = k.Activation("relu", name=f"{name}_out")(x)
    x = k.GlobalAveragePooling2D(name="pool")(x)
    outputs = k.Dense(10, activation="softmax", name="kind")(x)
    return keras.Model(inputs, outputs, name="resnet20")


def two_in_two_out():
    image = keras.Input((16, 16, 3), name="image")
    numbers = keras.Input((5,), name="numbers")
    x = k.Conv2D(8, 3, strides=2, padding="same", activation="relu")(image)
    x = k.Conv2D(12, 3, strides=2, padding="same", activation="relu")(x)
    x = k.Flatten()(x)
    y = k.Dense(8, activation="tanh")(numbers)
    trunk = k.Dense(16, activation="relu", name="trunk")(k.Concatenate()([x, y]))
    kind = k.Dense(4, activation="softmax", name="kind")(trunk)
    size = k.Dense(1, name="size")(trunk)
    return keras.Model([image, numbers], [kind, size], name="two_in_two_out")


def twins(name, *comparisons):
    """Batch normalization inside the tower: both calls of a step update its averages."""
    inputs = keras.Input((12, 12, 1), name="tower_input")
    x = conv_bn(inputs, 6)
    x = conv_bn(x, 8, strides=2)
    x = k.Dense(8, activation="tanh")(k.Flatten()(x))
    tower = keras.Model(inputs, x, name="tower")
    left = keras.Input((12, 12, 1), name="left")
    right = keras.Input((12, 12, 1), name="right")
    a, b = tower(left), tower(right)
    x = k.Concatenate()([compare(a, b) for compare in comparisons])
    same = k.Dense(1, activation="sigmoid", name="same")(x)
    return keras.Model([left, right], same, name=name)


def siamese():
    """With layers only: a legacy .h5 with op nodes is one that Keras writes but cannot read."""

    def distance(a, b):
        difference = k.Subtract()([a, b])
        return k.Multiply()([difference, difference])

    return twins("siamese", distance, lambda a, b: k.Multiply()([a, b]))


def siamese_ops():
    return twins("siamese_ops", lambda a, b: keras.ops.abs(a - b), lambda a, b: a * b)


def unet():
    inputs = keras.Input((16, 16, 1), name="image")
    first = k.Conv2D(6, 3, padding="same", activation="relu")(inputs)
    second = conv_bn(k.MaxPooling2D(2)(first), 8)
    x = conv_bn(k.MaxPooling2D(2)(second), 12)
    x = k.Conv2DTranspose(8, 3, strides=2, padding="same", activation="relu")(x)
    x = conv_bn(k.Concatenate()([second, x]), 8)
    x = k.UpSampling2D(2)(x)
    x = k.Conv2D(6, 3, padding="same", activation="relu")(k.Concatenate()([first, x]))
    outputs = k.Conv2D(3, 1, activation="softmax", name="mask")(x)
    return keras.Model(inputs, outputs, name="unet")


def nested():
    """A Sequential twice in a functional model, which is in another; and a frozen Sequential."""
    inner = keras.Sequential(
        [
            keras.Input((8, 8, 4)),
            k.Conv2D(4, 3, padding="same", use_bias=False),
            k.BatchNormalization(momentum=0.9),
            k.Activation("relu"),
        ],
        name="inner",
    )
    frozen = keras.Sequential(
        [
            keras.Input((8, 8, 4)),
            k.Conv2D(6, 3, padding="same"),
            k.BatchNormalization(momentum=0.9),
            k.Activation("relu"),
        ],
        name="frozen",
    )
    frozen.trainable = False
    inputs = keras.Input((8, 8, 4), name="middle_input")
    x = k.Add()([inner(inputs), inputs])
    x = inner(x)
    middle = keras.Model(inputs, frozen(x), name="middle")
    inputs = keras.Input((16, 16, 1), name="image")
    x = k.Conv2D(4, 3, strides=2, padding="same", activation="relu")(inputs)
    x = middle(x)
    x = k.GlobalAveragePooling2D()(x)
    outputs = k.Dense(3, activation="softmax", name="kind")(x)
    return keras.Model(inputs, outputs, name="nested")


def op_nodes():
    """Arithmetic on symbolic tensors, which Keras saves as operations and not as layers."""
    inputs = keras.Input((6,), name="numbers")
    x = k.Dense(8, activation="tanh")(inputs)
    y = k.Dense(8, activation="tanh")(inputs)
    parts = [
        x + y,
        x - y,
        x * y,
        x / (y * y + 1.5),
        x * 2.0,
        0.5 * y,
        2.0 - x,
        y - 0.25,
        x / 3.0,
        -x,
        keras.ops.maximum(x, y),
        keras.ops.maximum(x, 0.1),
        keras.ops.minimum(x, y),
        keras.ops.abs(y),
        # The hard swish of MobileNetV3.
        x * (k.ReLU(6.0)(3.0 * x + 3.0) * (1.0 / 6.0)),
    ]
    joined = keras.ops.concatenate(parts, axis=-1)
    pairs = keras.ops.reshape(joined, (-1, len(parts) * 4, 2))
    outputs = k.Dense(4, activation="softmax", name="kind")(
        k.Concatenate()([keras.ops.relu(joined), k.Flatten()(k.Dense(2)(pairs))])
    )
    return keras.Model(inputs, outputs, name="op_nodes")


def regularized():
    r = keras.regularizers
    inputs = keras.Input((12, 12, 2), name="image")
    x = k.Conv2D(6, 3, activation="relu", kernel_regularizer=r.L2(0.01))(inputs)
    x = k.Conv2D(8, 3, strides=2, activation="relu", kernel_regularizer=r.L1L2(0.001, 0.02))(x)
    x = k.Flatten()(x)
    x = k.Dense(12, activation="tanh", kernel_regularizer=r.L1L2(l1=0.002, l2=0.005))(x)
    outputs = k.Dense(3, activation="softmax", name="kind", kernel_regularizer=r.L2(0.03))(x)
    return keras.Model(inputs, outputs, name="regularized")


def mobilenetv2_tiny():
    return keras.applications.MobileNetV2(
        input_shape=(32, 32, 3), alpha=0.35, weights=None, classes=4
    )


def patterns(name, shape, classes, cell, image="image", kind="kind"):
    """Each class is a pattern of cells under noise. Sixteenths, which are exact and small files."""
    random = random_for(f"graphs/{name}")
    height, width, channels = shape
    cells = random.integers(-12, 13, (classes, height // cell, width // cell, channels))
    labels = random.integers(0, classes, (STEPS, BATCH)).astype(np.int32)
    images = cells[labels].repeat(cell, axis=3).repeat(cell, axis=2)
    images = images + random.integers(-8, 9, images.shape)
    return {image: (images / 16).astype(np.float32)}, {kind: labels}


def two_in_two_out_data():
    inputs, targets = patterns("two_in_two_out", (16, 16, 3), 4, 4)
    random = random_for("graphs/two_in_two_out/numbers")
    numbers = random.integers(-16, 17, (STEPS, BATCH, 5)) / 16
    size = numbers.sum(-1, keepdims=True) / 4 + targets["kind"][..., None] / 4
    return {**inputs, "numbers": numbers.astype(np.float32)}, {
        **targets,
        "size": size.astype(np.float32),
    }


def siamese_data():
    """Two images each, in half of the pairs of the same class."""
    random = random_for("graphs/siamese")
    cells = random.integers(-12, 13, (4, 3, 3, 1))
    left = random.integers(0, 4, (STEPS, BATCH))
    same = random.integers(0, 2, (STEPS, BATCH))
    right = (left + (1 - same) * random.integers(1, 4, (STEPS, BATCH))) % 4

    def images(labels):
        values = cells[labels].repeat(4, axis=3).repeat(4, axis=2)
        return ((values + random.integers(-8, 9, values.shape)) / 16).astype(np.float32)

    inputs = {"left": images(left), "right": images(right)}
    return inputs, {"same": same[..., None].astype(np.float32)}


def unet_data():
    """Squares of three kinds, each of its own brightness, under noise."""
    random = random_for("graphs/unet")
    mask = random.integers(0, 3, (STEPS, BATCH, 4, 4)).repeat(4, axis=3).repeat(4, axis=2)
    images = 12 * (mask - 1) + random.integers(-12, 13, mask.shape)
    return {"image": (images[..., None] / 16).astype(np.float32)}, {"mask": mask.astype(np.int32)}


def op_nodes_data():
    random = random_for("graphs/op_nodes")
    numbers = random.integers(-24, 25, (STEPS, BATCH, 6)) / 16
    kind = np.argmax(numbers[..., :4], axis=-1)
    return {"numbers": numbers.astype(np.float32)}, {"kind": kind.astype(np.int32)}


def mobilenetv2_tiny_data():
    """One step only: the next ones depend on how relu6 rounds, whatever the learning rate is."""
    inputs, targets = patterns(
        "mobilenetv2_tiny", (32, 32, 3), 4, 8, image="input_layer", kind="predictions"
    )
    return tuple({name: a[:1] for name, a in arrays.items()} for arrays in (inputs, targets))


def classifier(optimizer):
    def compile(model):
        model.compile(optimizer(), "sparse_categorical_crossentropy", metrics=["accuracy"])

    return compile


def two_in_two_out_compile(model):
    model.compile(
        keras.optimizers.Adam(2e-3),
        loss={"kind": "sparse_categorical_crossentropy", "size": "mse"},
        loss_weights={"kind": 1.0, "size": 0.5},
        metrics={"kind": ["accuracy"], "size": ["mae"]},
    )


def siamese_compile(model):
    model.compile(
        keras.optimizers.SGD(0.02, momentum=0.9), "binary_crossentropy", metrics=["accuracy"]
    )


def sgd(learning_rate, momentum=0.9, nesterov=False):
    return lambda: keras.optimizers.SGD(learning_rate, momentum=momentum, nesterov=nesterov)


def adam(learning_rate):
    return lambda: keras.optimizers.Adam(learning_rate)


GRAPHS = {
    "resnet20": Graph(
        resnet20,
        classifier(sgd(0.001)),
        lambda: patterns("resnet20", (32, 32, 3), 10, 8),
        1,
        files=("trained.keras",),
        dense=0.5,
    ),
    "two_in_two_out": Graph(two_in_two_out, two_in_two_out_compile, two_in_two_out_data, 2),
    "siamese": Graph(siamese, siamese_compile, siamese_data, 3),
    "siamese_ops": Graph(
        siamese_ops, siamese_compile, siamese_data, 3, files=("trained.keras",)
    ),
    "unet": Graph(unet, classifier(adam(2e-3)), unet_data, 4),
    "nested": Graph(
        nested,
        classifier(sgd(0.02, nesterov=True)),
        lambda: patterns("nested", (16, 16, 1), 3, 4),
        5,
        files=("initial.h5", "initial.weights.h5", "trained.keras"),
    ),
    "op_nodes": Graph(op_nodes, classifier(adam(2e-3)), op_nodes_data, 6, files=("trained.keras",)),
    "regularized": Graph(
        regularized,
        classifier(adam(2e-3)),
        lambda: patterns("regularized", (12, 12, 2), 3, 4),
        7,
    ),
    # No trained.keras: the folder stays small, expected.npz has samples of the weights.
    "mobilenetv2_tiny": Graph(
        mobilenetv2_tiny, classifier(sgd(0.001)), mobilenetv2_tiny_data, 8, files=()
    ),
}


def batch(arrays, step, floatx="float32"):
    """The arrays of one step by name, or the only one."""
    chosen = {
        name: array[step].astype(floatx) if array.dtype == np.float32 else array[step]
        for name, array in arrays.items()
    }
    return chosen if len(chosen) > 1 else next(iter(chosen.values()))


def predictions(model, x):
    values = model.predict_on_batch(x)
    return dict(zip(model.output_names, values if isinstance(values, list) else [values]))


def step_on(model, x, y):
    """All figures of one step, by Keras's names and in the order in which it gives them."""
    model.reset_metrics()
    figures = model.train_on_batch(x, y, return_dict=True)
    return {name: float(value) for name, value in figures.items()}


def run(model, inputs, targets, floatx="float32"):
    """Trains on each batch once. All figures, and the predictions of the first batch around it."""
    first = batch(inputs, 0, floatx)
    result = {"before": predictions(model, first), "steps": []}
    for step in range(len(next(iter(inputs.values())))):
        x, y = batch(inputs, step, floatx), batch(targets, step, floatx)
        result["steps"].append(step_on(model, x, y))
    result["after"] = predictions(model, first)
    result["weights"] = [np.array(weight.value) for weight in model.weights]
    return result


def losses_without_training(model, inputs, targets):
    """The loss of each batch with the weights that the model has now, which it keeps."""
    weights = model.get_weights()
    losses = []
    for step in range(len(next(iter(inputs.values())))):
        losses.append(step_on(model, batch(inputs, step), batch(targets, step))["loss"])
        model.set_weights(weights)
    return losses


def run_exactly(graph, weights, inputs, targets):
    """The same in float64, from these weights."""
    with precision("float64"):
        model = compiled(graph, [w.astype(np.float64) for w in weights])
        return run(model, inputs, targets, "float64")


def deviations(one, other):
    """The largest absolute difference of each kind of figure."""

    def largest(these, those):
        return max(float(np.abs(np.subtract(a, b)).max()) for a, b in zip(these, those))

    found = {
        "losses": largest(*([s["loss"] for s in r["steps"]] for r in (one, other))),
        "figures": largest(*([list(s.values()) for s in r["steps"]] for r in (one, other))),
        "before": largest(one["before"].values(), other["before"].values()),
        "after": largest(one["after"].values(), other["after"].values()),
    }
    if "weights" in one and "weights" in other:
        found["weights"] = largest(one["weights"], other["weights"])
    return found
