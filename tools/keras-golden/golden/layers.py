"""Layer cases: output, gradients and updated statistics over a grid of each layer's arguments."""

import itertools

import keras
import numpy as np

from golden.archive import random_for

ACTIVATIONS = (
    "linear relu leaky_relu elu gelu sigmoid tanh softmax silu hard_sigmoid softplus"
).split()


def write(archive):
    from golden import normalizations, sequences_and_volumes  # which use this module

    conv2d(archive)
    depthwise_conv2d(archive)
    separable_conv2d(archive)
    conv2d_transpose(archive)
    regularizers(archive)
    pooling(archive)
    global_pooling(archive)
    batch_normalization(archive)
    dense(archive)
    shape_and_activation(archive)
    activation_layers(archive)
    reshape(archive)
    rescaling(archive)
    input_layer(archive)
    merging(archive)
    image_edges(archive)
    up_sampling(archive)
    arranging(archive)
    sequences_and_volumes.write(archive)
    normalizations.write(archive)


def record(archive, name, layer, x, training=False, inputs="normal", model=None):
    """Runs `layer` on `x` with random weights and a random upstream gradient, and stores it all.

    `x` is a list for a layer of several inputs. `model` is one that has only this layer, for a layer
    that cannot be called.
    """
    random = random_for(name)
    several = isinstance(x, list)
    if model is None:
        layer.build([each.shape for each in x] if several else x.shape)
    for weight in layer.weights:
        weight.assign(random_weight(random, weight.name, weight.shape))
    properties = {
        "class": type(layer).__name__,
        "training": training,
        "inputs": inputs,
        "weights": [w.name for w in layer.weights],
        "trainable_weights": [w.name for w in layer.trainable_weights],
        "config": layer.get_config(),
    }
    arrays = archive.kept(name) or computed(layer, x, training, random, model)
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(layer))


def computed(layer, x, training, random, model):
    """All arrays of a case."""
    several = isinstance(x, list)
    inputs = x if several else [x]
    arrays = {input_name(i): each for i, each in enumerate(inputs)}
    arrays |= {f"weight.{w.name}": w.numpy() for w in layer.weights}
    differentiated = by_jax if keras.backend.backend() == "jax" else by_tensorflow

    def upstream(shape):
        return random.standard_normal(shape).astype(np.float32)

    output, given, gradients, penalty, updated = differentiated(
        layer, inputs, several, training, upstream, model or layer
    )
    arrays["output"] = np.asarray(output)
    arrays["gradient.output"] = given
    for i in range(len(inputs)):
        arrays[f"gradient.{input_name(i)}"] = np.asarray(gradients[i])
    if penalty is not None:
        arrays["penalty"] = np.asarray(penalty).reshape(1)
    for weight, gradient in zip(layer.trainable_weights, gradients[len(inputs) :]):
        arrays[f"gradient.{weight.name}"] = np.asarray(gradient)
    for weight, value in zip(layer.non_trainable_weights, updated):
        arrays[f"updated.{weight.name}"] = np.asarray(value)
    return arrays


def by_tensorflow(layer, inputs, several, training, upstream, function):
    import tensorflow as tf

    sources = [tf.constant(each) for each in inputs]
    source = sources if several else sources[0]
    trainable = [w.value for w in layer.trainable_weights]
    with tf.GradientTape() as tape:
        tape.watch(source)
        output = function(source, training=training)
        given = upstream(output.shape)
        product = tf.reduce_sum(output * given)
        penalty = tf.add_n(layer.losses) if layer.losses else None
        total = product if penalty is None else product + penalty
    gradients = tape.gradient(total, [*sources, *trainable])
    updated = [weight.numpy() for weight in layer.non_trainable_weights]
    return output, given, gradients, penalty, updated


def by_jax(layer, inputs, several, training, upstream, function):
    """Right where TensorFlow writes beyond its memory: in gradients of some small convolutions."""
    import inspect

    import jax
    import jax.numpy as jnp

    takes_training = "training" in inspect.signature(layer.call).parameters
    arguments = {"training": training} if takes_training else {}
    constants = [variable.value for variable in layer.non_trainable_variables]

    def forward(weights, sources):
        output, updated, losses = function.stateless_call(
            weights,
            constants,
            sources if several else sources[0],
            return_losses=True,
            **arguments,
        )
        return output, (updated, sum(losses) if losses else None)

    weights = [variable.value for variable in layer.trainable_variables]
    sources = [jnp.asarray(each) for each in inputs]
    output, (updated, penalty) = forward(weights, sources)
    given = upstream(output.shape)

    def total(weights, sources):
        result, (_, added) = forward(weights, sources)
        product = jnp.sum(result * given)
        return product if added is None else product + added

    of_weights, of_sources = jax.grad(total, argnums=(0, 1))(weights, sources)
    return output, given, [*of_sources, *of_weights], penalty, updated


def input_name(index):
    return f"input.{index}" if index else "input"


def random_weight(random, name, shape):
    if name == "moving_variance":
        return random.uniform(0.5, 2.0, shape).astype(np.float32)
    if name == "gamma":
        return random.uniform(0.5, 1.5, shape).astype(np.float32)
    scale = 1.0 if len(shape) < 2 else 1.0 / np.sqrt(np.prod(shape[:-1]))
    return (scale * random.standard_normal(shape)).astype(np.float32)


def normal(name, shape):
    return random_for(name + "/input").standard_normal(shape).astype(np.float32)


def distinct(name, shape):
    """No two elements are nearly equal: the maximum of a window is never a matter of rounding."""
    count = int(np.prod(shape))
    order = random_for(name + "/input").permutation(count)
    return ((order - count // 2) / np.float32(64)).reshape(shape).astype(np.float32)


def text(pair):
    return "x".join(str(item) for item in pair)


def conv2d(archive):
    sizes = itertools.cycle([(7, 9), (8, 6), (5, 5), (9, 7), (6, 11)])
    channels = itertools.cycle([(1, 4), (3, 5), (17, 3), (3, 17), (4, 8), (1, 1), (2, 16)])
    batches = itertools.cycle([1, 2, 3])

    def case(size=None, channel=None, **arguments):
        height, width = size or next(sizes)
        depth, filters = channel or next(channels)
        batch = next(batches)
        options = {"strides": (1, 1), "padding": "valid", "dilation_rate": (1, 1), "groups": 1}
        options |= {"use_bias": True, "activation": "linear"} | arguments
        name = (
            f"conv2d-{batch}x{height}x{width}x{depth}-f{filters}-k{text(options['kernel_size'])}"
            f"-s{text(options['strides'])}-{options['padding']}-d{text(options['dilation_rate'])}"
            f"-g{options['groups']}-{options['activation']}"
            f"{'' if options['use_bias'] else '-nobias'}"
        )
        layer = keras.layers.Conv2D(filters, name="layer", **options)
        record(archive, name, layer, normal(name, (batch, height, width, depth)))

    kernels = [(1, 1), (2, 2), (3, 3), (5, 5), (1, 3), (3, 2), (4, 5)]
    strides = [(1, 1), (2, 2), (3, 2), (1, 3)]
    for kernel, stride, padding in itertools.product(kernels, strides, ["same", "valid"]):
        case(kernel_size=kernel, strides=stride, padding=padding)
    for kernel, dilation, padding in itertools.product(
        [(3, 3), (2, 3)], [(2, 2), (3, 1), (1, 2)], ["same", "valid"]
    ):
        case(size=(9, 8), kernel_size=kernel, dilation_rate=dilation, padding=padding)
    grouped = [(2, (4, 6)), (3, (3, 6)), (17, (17, 17)), (4, (4, 12)), (2, (6, 2))]
    for (groups, channel), (stride, padding) in itertools.product(
        grouped, [((1, 1), "same"), ((2, 2), "same"), ((2, 1), "valid")]
    ):
        case(channel=channel, kernel_size=(3, 3), strides=stride, padding=padding, groups=groups)
    case(channel=(4, 6), kernel_size=(3, 2), dilation_rate=(2, 2), padding="same", groups=2)
    for activation in ACTIVATIONS:
        case(channel=(3, 7), kernel_size=(3, 3), padding="same", activation=activation)
    for padding, stride in itertools.product(["same", "valid"], [(1, 1), (2, 2)]):
        case(kernel_size=(3, 3), padding=padding, strides=stride, use_bias=False, activation="relu")
    case(size=(3, 4), kernel_size=(5, 7), padding="same")
    case(size=(3, 4), kernel_size=(4, 6), strides=(2, 2), padding="same")
    case(size=(1, 1), kernel_size=(3, 3), padding="same")
    case(size=(1, 13), kernel_size=(1, 4), padding="valid")
    case(size=(13, 1), kernel_size=(3, 3), strides=(2, 2), padding="same")
    case(size=(5, 6), kernel_size=(5, 6), padding="valid")
    case(size=(5, 6), kernel_size=(2, 2), strides=(3, 4), padding="same")
    case(size=(16, 16), channel=(17, 17), kernel_size=(3, 3), padding="same", activation="relu")


def depthwise_conv2d(archive):
    cases = [
        ((2, 7, 9, 3), {"kernel_size": 3}),
        ((1, 8, 6, 17), {"kernel_size": (3, 2), "padding": "same"}),
        ((3, 5, 5, 1), {"kernel_size": 2, "depth_multiplier": 3}),
        ((2, 9, 7, 16), {"kernel_size": 3, "strides": 2, "padding": "same", "activation": "relu6"}),
        ((2, 6, 11, 5), {"kernel_size": (1, 3), "depth_multiplier": 2, "use_bias": False}),
        ((1, 9, 8, 4), {"kernel_size": 5, "strides": 2, "depth_multiplier": 2, "padding": "same"}),
        ((2, 7, 9, 3), {"kernel_size": 3, "dilation_rate": (2, 3), "padding": "same"}),
        ((1, 8, 9, 6), {"kernel_size": 2, "dilation_rate": 2, "use_bias": False}),
        ((2, 7, 8, 4), {"kernel_size": 3, "activation": "gelu", "padding": "same"}),
        ((1, 9, 11, 3), {"kernel_size": 3, "strides": 2, "dilation_rate": 2}),
    ]
    for shape, arguments in cases:
        name = f"depthwise_conv2d-{text(shape)}{options_text(arguments)}"
        layer = keras.layers.DepthwiseConv2D(name="layer", **arguments)
        record(archive, name, layer, normal(name, shape))


def separable_conv2d(archive):
    cases = [
        ((2, 7, 9, 3), 4, {"kernel_size": 3}),
        ((1, 8, 6, 17), 5, {"kernel_size": (3, 2), "padding": "same", "activation": "relu"}),
        ((2, 5, 5, 2), 3, {"kernel_size": 2, "depth_multiplier": 3, "use_bias": False}),
        ((2, 9, 7, 4), 16, {"kernel_size": 3, "strides": 2, "padding": "same"}),
        ((1, 7, 9, 3), 1, {"kernel_size": 3, "dilation_rate": 2, "padding": "same"}),
        ((1, 8, 6, 1), 7, {"kernel_size": 3, "depth_multiplier": 2, "activation": "softmax"}),
    ]
    for shape, filters, arguments in cases:
        name = f"separable_conv2d-{text(shape)}-f{filters}{options_text(arguments)}"
        layer = keras.layers.SeparableConv2D(filters, name="layer", **arguments)
        record(archive, name, layer, normal(name, shape))


def conv2d_transpose(archive):
    # Not one channel: TensorFlow 2.21 then writes beyond its memory, and differs from JAX.
    shapes = itertools.cycle([(2, 4, 5, 3), (1, 5, 3, 4), (3, 3, 4, 2), (1, 2, 6, 17)])
    filters = itertools.cycle([4, 1, 3, 16, 2])

    def case(**arguments):
        shape, count = next(shapes), next(filters)
        name = f"conv2d_transpose-{text(shape)}-f{count}{options_text(arguments)}"
        layer = keras.layers.Conv2DTranspose(count, name="layer", **arguments)
        record(archive, name, layer, normal(name, shape))

    kernels = [1, 2, 3, 4, (2, 3), (5, 2)]
    strides = [1, 2, 3, (1, 2)]
    for kernel, stride, padding in itertools.product(kernels, strides, ["valid", "same"]):
        case(kernel_size=kernel, strides=stride, padding=padding)
    for kernel, stride, extra in [(3, 2, 0), (3, 2, 1), (3, 3, 2), ((3, 5), 2, (1, 0)), (1, 2, 1)]:
        for padding in ("valid", "same"):
            case(kernel_size=kernel, strides=stride, padding=padding, output_padding=extra)
    case(kernel_size=2, strides=3, output_padding=0)
    case(kernel_size=2, strides=3, padding="same", output_padding=1)
    case(kernel_size=4, strides=2, padding="same", output_padding=1)
    for padding in ("valid", "same"):
        case(kernel_size=3, dilation_rate=2, padding=padding)
        case(kernel_size=(2, 3), dilation_rate=(3, 1), padding=padding, activation="relu")
    for activation in ("relu", "sigmoid", "softmax"):
        case(kernel_size=2, strides=2, activation=activation)
        case(kernel_size=3, strides=2, padding="same", activation=activation, use_bias=False)


def options_text(arguments):
    return "".join(
        f"-{key}{text(value) if isinstance(value, tuple) else value}"
        for key, value in arguments.items()
    )


def regularizers(archive):
    """The penalty is added to what is differentiated: each is stored, and part of the gradients."""
    l1, l2 = keras.regularizers.L1(0.125), keras.regularizers.L2(0.25)
    both = keras.regularizers.L1L2(0.0625, 0.5)
    kernel_and_bias = {"kernel_regularizer": l2, "bias_regularizer": l1}
    image, rows = (2, 5, 6, 3), (4, 6)
    layers = keras.layers
    cases = [
        ("conv2d", image, layers.Conv2D(4, 3, name="layer", **kernel_and_bias)),
        ("conv2d-l1l2", image, layers.Conv2D(4, 2, name="layer", kernel_regularizer=both)),
        ("dense", rows, layers.Dense(5, name="layer", **kernel_and_bias)),
        (
            "depthwise_conv2d",
            image,
            layers.DepthwiseConv2D(
                2, name="layer", depthwise_regularizer=both, bias_regularizer=l2
            ),
        ),
        (
            "separable_conv2d",
            image,
            layers.SeparableConv2D(
                4,
                2,
                name="layer",
                depthwise_regularizer=l1,
                pointwise_regularizer=l2,
                bias_regularizer=both,
            ),
        ),
        ("conv2d_transpose", image, layers.Conv2DTranspose(4, 2, name="layer", **kernel_and_bias)),
        (
            "batch_normalization",
            image,
            layers.BatchNormalization(name="layer", gamma_regularizer=both, beta_regularizer=l2),
        ),
        (
            "dense-orthogonal",
            rows,
            layers.Dense(
                5,
                name="layer",
                kernel_regularizer=keras.regularizers.OrthogonalRegularizer(factor=0.75),
            ),
        ),
        (
            "dense-orthogonal-columns",
            rows,
            layers.Dense(
                5,
                name="layer",
                kernel_regularizer=keras.regularizers.OrthogonalRegularizer(0.75, mode="columns"),
            ),
        ),
    ]
    for label, shape, layer in cases:
        name = f"regularized-{label}"
        record(archive, name, layer, normal(name, shape), training=True)


def pooling(archive):
    sizes = itertools.cycle([(7, 9), (8, 6), (5, 5), (6, 11)])
    channels = itertools.cycle([1, 3, 17])
    batches = itertools.cycle([1, 2, 3])
    windows = [(2, 2), (3, 3), (2, 3), (3, 1), (1, 1), (4, 4)]
    strides = [None, (1, 1), (2, 2), (3, 2)]
    for layer_class in (keras.layers.MaxPooling2D, keras.layers.AveragePooling2D):
        kind = "max" if layer_class is keras.layers.MaxPooling2D else "average"

        def case(pool, stride, padding, size=None, make=distinct, suffix="", inputs="distinct"):
            shape = (next(batches), *(size or next(sizes)), next(channels))
            name = (
                f"{kind}_pooling2d-{text(shape)}-p{text(pool)}"
                f"-s{text(stride) if stride else 'pool'}-{padding}{suffix}"
            )
            layer = layer_class(pool, strides=stride, padding=padding, name="layer")
            record(archive, name, layer, make(name, shape), inputs=inputs)

        for pool, stride, padding in itertools.product(windows, strides, ["same", "valid"]):
            case(pool, stride, padding)
        case((5, 5), None, "same", size=(3, 4))
        case((3, 3), (2, 2), "same", size=(1, 1))
        case((5, 5), None, "valid", size=(5, 5))
        if kind == "max":

            def ties(name, shape):
                return np.maximum(np.round(normal(name, shape)), 0.0).astype(np.float32)

            case((2, 2), None, "valid", size=(8, 8), make=ties, suffix="-ties", inputs="ties")
            case((3, 3), (2, 2), "same", size=(7, 7), make=ties, suffix="-ties", inputs="ties")


def global_pooling(archive):
    shapes = [(2, 5, 7, 3), (1, 4, 4, 17), (3, 1, 1, 2)]
    for shape, keepdims in itertools.product(shapes, [False, True]):
        name = f"global_average_pooling2d-{text(shape)}{'-keepdims' if keepdims else ''}"
        layer = keras.layers.GlobalAveragePooling2D(keepdims=keepdims, name="layer")
        record(archive, name, layer, normal(name, shape))
        name = f"global_max_pooling2d-{text(shape)}{'-keepdims' if keepdims else ''}"
        layer = keras.layers.GlobalMaxPooling2D(keepdims=keepdims, name="layer")
        record(archive, name, layer, distinct(name, shape), inputs="distinct")
    name = "global_max_pooling2d-ties"
    ties = np.maximum(np.round(normal(name, (2, 3, 4, 5))), 0.0).astype(np.float32)
    record(archive, name, keras.layers.GlobalMaxPooling2D(name="layer"), ties, inputs="ties")


def batch_normalization(archive):
    def case(shape, training, suffix="", trainable=True, **arguments):
        mode = "training" if training else "inference"
        name = f"batch_normalization-{text(shape)}-{mode}{suffix}"
        layer = keras.layers.BatchNormalization(name="layer", **arguments)
        layer.trainable = trainable
        # Neither centred nor of unit spread, so that a wrong statistic shows.
        x = normal(name, shape) * np.float32(1.7) + np.float32(0.6)
        record(archive, name, layer, x, training=training)

    for training in (True, False):
        for shape in [(6, 5), (4, 3, 5, 3), (1, 6, 7, 17), (2, 4, 3, 1)]:
            case(shape, training)
        for shape in [(6, 5), (3, 4, 3, 2)]:
            case(shape, training, "-nocenter", center=False)
            case(shape, training, "-noscale", scale=False)
            case(shape, training, "-nocenter-noscale", center=False, scale=False)
            case(shape, training, "-momentum0.7", momentum=0.7)
            case(shape, training, "-epsilon0.1", epsilon=0.1)
            case(shape, training, "-axis1", axis=1)
        case((3, 4, 3, 2), training, "-frozen", trainable=False)
        case((2, 5, 3), training)


def dense(archive):
    for shape, units in [((4, 7), 5), ((1, 17), 1), ((3, 1), 10), ((2, 3, 6), 4), ((32, 33), 17)]:
        for use_bias in (True, False):
            name = f"dense-{text(shape)}-u{units}{'' if use_bias else '-nobias'}"
            layer = keras.layers.Dense(units, use_bias=use_bias, name="layer")
            record(archive, name, layer, normal(name, shape))
    for shape, activation in itertools.product([(4, 6), (2, 3, 5)], ACTIVATIONS):
        name = f"dense-{text(shape)}-u7-{activation}"
        layer = keras.layers.Dense(7, activation=activation, name="layer")
        record(archive, name, layer, normal(name, shape))


def shape_and_activation(archive):
    for shape in [(2, 3, 4, 5), (1, 7, 1, 3), (3, 4), (2, 3, 4), (5,)]:
        name = f"flatten-{text(shape)}"
        record(archive, name, keras.layers.Flatten(name="layer"), normal(name, shape))
    for activation, shape in itertools.product(ACTIVATIONS, [(4, 6), (2, 3, 5, 3)]):
        name = f"activation-{text(shape)}-{activation}"
        layer = keras.layers.Activation(activation, name="layer")
        record(archive, name, layer, normal(name, shape))
    for rate, training in [(0.5, False), (0.25, False), (0.0, False), (0.0, True)]:
        name = f"dropout-rate{rate}-{'training' if training else 'inference'}"
        layer = keras.layers.Dropout(rate, seed=1, name="layer")
        dropout(archive, name, layer, normal(name, (3, 4, 5)), training)
    for shape, noise in [((2, 3, 4, 5), (None, 1, 1, 5)), ((3, 4), (1, 4))]:
        name = f"dropout-rate0.25-noise{text(noise)}"
        layer = keras.layers.Dropout(0.25, noise_shape=noise, seed=1, name="layer")
        dropout(archive, name, layer, normal(name, shape), False)


def activation_layers(archive):
    layers = keras.layers
    cases = [
        (layers.ReLU, {}),
        (layers.ReLU, {"max_value": 1.0}),
        (layers.ReLU, {"negative_slope": 0.1}),
        (layers.ReLU, {"threshold": 0.5}),
        (layers.ReLU, {"max_value": 1.5, "negative_slope": 0.1, "threshold": 0.5}),
        (layers.LeakyReLU, {}),
        (layers.LeakyReLU, {"negative_slope": 0.1}),
        (layers.ELU, {}),
        (layers.ELU, {"alpha": 0.5}),
        (layers.Softmax, {}),
        (layers.Softmax, {"axis": 1}),
    ]
    for (layer_class, arguments), shape in itertools.product(cases, [(4, 6), (2, 3, 5, 3)]):
        options = "".join(f"-{key}{value}" for key, value in arguments.items())
        name = f"{layer_class.__name__.lower()}-{text(shape)}{options}"
        record(archive, name, layer_class(name="layer", **arguments), normal(name, shape))


def reshape(archive):
    cases = [((2, 12), (3, 4)), ((3, 4, 5), (-1, 2)), ((1, 4, 3, 2), (24,)), ((2, 6), (1, 2, -1))]
    for shape, target in cases:
        name = f"reshape-{text(shape)}-{text(target)}"
        record(archive, name, keras.layers.Reshape(target, name="layer"), normal(name, shape))


def rescaling(archive):
    for shape, (scale, offset) in itertools.product(
        [(4, 6), (2, 3, 5, 3)], [(0.25, 0.0), (0.5, -1.0)]
    ):
        name = f"rescaling-{text(shape)}-scale{scale}-offset{offset}"
        layer = keras.layers.Rescaling(scale, offset, name="layer")
        record(archive, name, layer, normal(name, shape))


def input_layer(archive):
    for shape in [(2, 5, 7, 3), (3, 4)]:
        name = f"input_layer-{text(shape)}"
        tensor = keras.Input(shape[1:], name="layer")
        model = keras.Model(tensor, tensor)
        record(archive, name, model.layers[0], normal(name, shape), model=model)


def merging(archive):
    layers = keras.layers
    together = [
        [(2, 3, 5, 4), (2, 3, 5, 4)],
        [(3, 4, 3, 6), (3, 1, 1, 6)],
        [(2, 3, 1, 2), (2, 1, 4, 1)],
        [(2, 5), (2, 3, 4, 5)],
        [(1, 3, 4, 17), (1, 4, 1)],
        [(4, 6), (4, 6)],
    ]
    several = [[(2, 3, 4, 3)] * 3, [(3, 5), (3, 1, 5), (3, 4, 1)], [(2, 6)]]
    for layer_class, shapes in itertools.product(
        [layers.Add, layers.Multiply, layers.Average, layers.Maximum, layers.Minimum],
        together + several,
    ):
        merge(archive, layer_class(name="layer"), shapes)
    for shapes in together:
        merge(archive, layers.Subtract(name="layer"), shapes)
    for axis, shapes in [
        (-1, [(2, 3, 5, 4), (2, 3, 5, 7)]),
        (-1, [(1, 4, 3, 16), (1, 4, 3, 8), (1, 4, 3, 8)]),
        (-1, [(3, 2, 2, 3), (3, 2, 2, 1), (3, 2, 2, 17), (3, 2, 2, 2)]),
        (-1, [(4, 3), (4, 5)]),
        (-1, [(2, 3, 4)]),
        (1, [(2, 3, 5, 4), (2, 1, 5, 4)]),
        (2, [(2, 3, 5, 8), (2, 3, 2, 8)]),
        (3, [(2, 3, 2, 8), (2, 3, 2, 8)]),
        (-2, [(2, 3, 4), (2, 2, 4)]),
    ]:
        layer = layers.Concatenate(axis=axis, name="layer")
        merge(archive, layer, shapes, "" if axis == -1 else f"-axis{axis}")


    for axes, shapes in [
        (1, [(3, 5), (3, 5)]),
        (-1, [(2, 4, 5), (2, 3, 5)]),
        ((2, 1), [(2, 3, 5), (2, 5, 4)]),
        ((1, 2), [(2, 3, 5), (2, 4, 3)]),
        ((1, 1), [(2, 4), (2, 4, 3)]),
        ((3, 1), [(1, 2, 3, 4), (1, 4, 2, 3)]),
    ]:
        for normalize in (False, True):
            layer = layers.Dot(axes, normalize=normalize, name="layer")
            suffix = f"-axes{axes if isinstance(axes, int) else text(axes)}"
            merge(archive, layer, shapes, suffix + ("-normalize" if normalize else ""))


def image_edges(archive):
    layers = keras.layers
    sides = [1, (2, 1), ((0, 1), (0, 1)), ((3, 0), (1, 2)), 0]
    for layer_class, side, shape in itertools.product(
        [layers.ZeroPadding2D, layers.Cropping2D], sides, [(2, 6, 7, 3), (1, 5, 5, 16)]
    ):
        numbers = [side] if isinstance(side, int) else np.ravel(side)
        name = f"{layer_class.__name__.lower()}-{text(shape)}-{text(numbers)}"
        record(archive, name, layer_class(side, name="layer"), normal(name, shape))


def up_sampling(archive):
    for interpolation, size, shape in itertools.product(
        ["nearest", "bilinear"],
        [2, 3, (1, 4), (5, 2)],
        [(2, 3, 4, 3), (1, 1, 2, 17), (2, 4, 3, 8)],
    ):
        factors = [size] if isinstance(size, int) else size
        name = f"up_sampling2d-{text(shape)}-{text(factors)}-{interpolation}"
        layer = keras.layers.UpSampling2D(size, interpolation=interpolation, name="layer")
        record(archive, name, layer, normal(name, shape))


def arranging(archive):
    for shape, dims in [((2, 3, 4), (2, 1)), ((2, 3, 4, 5), (3, 1, 2)), ((1, 2, 3, 4), (1, 2, 3))]:
        name = f"permute-{text(shape)}-{text(dims)}"
        record(archive, name, keras.layers.Permute(dims, name="layer"), normal(name, shape))
    for shape, n in [((3, 5), 4), ((2, 17), 1)]:
        name = f"repeat_vector-{text(shape)}-{n}"
        record(archive, name, keras.layers.RepeatVector(n, name="layer"), normal(name, shape))
    for shape in [(2, 5), (2, 3, 4, 5)]:
        name = f"identity-{text(shape)}"
        record(archive, name, keras.layers.Identity(name="layer"), normal(name, shape))


def merge(archive, layer, shapes, suffix=""):
    name = f"{type(layer).__name__.lower()}-{'-'.join(text(shape) for shape in shapes)}{suffix}"
    x = [normal(f"{name}/{i}", shape) for i, shape in enumerate(shapes)]
    record(archive, name, layer, x)


def dropout(archive, name, layer, x, training):
    """As `record`, but for the random generator's own state, which is no weight."""
    properties = {
        "class": "Dropout",
        "training": training,
        "inputs": "normal",
        "weights": [],
        "trainable_weights": [],
        "config": layer.get_config(),
    }
    arrays = archive.kept(name) or dropped(name, layer, x, training)
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(layer))


def dropped(name, layer, x, training):
    import tensorflow as tf

    upstream = random_for(name).standard_normal(x.shape).astype(np.float32)
    source = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(source)
        output = layer(source, training=training)
        product = tf.reduce_sum(output * upstream)
    return {
        "input": x,
        "output": output.numpy(),
        "gradient.output": upstream,
        "gradient.input": tape.gradient(product, source).numpy(),
    }
