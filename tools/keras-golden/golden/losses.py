"""Loss cases: the reduced loss, each sample's loss, and the gradient of the predictions."""

import warnings

import keras
import numpy as np
import tensorflow as tf

from golden.archive import random_for

REDUCTIONS = ("sum_over_batch_size", "sum", "mean_with_sample_weight")


def write(archive):
    sparse_categorical(archive)
    categorical(archive)
    binary(archive)
    regression(archive)
    behind_activation(archive)
    errors(archive)
    margins(archive)
    distributions(archive)
    focal(archive)
    regions(archive)
    axes(archive)
    ignored(archive)
    noisy_labels(archive)


def record(archive, name, loss, y_true, y_pred, weights=None):
    prediction = tf.constant(y_pred)
    with tf.GradientTape() as tape:
        tape.watch(prediction)
        value = loss(y_true, prediction, sample_weight=weights)
    each = loss.call(tf.convert_to_tensor(y_true), prediction)
    arrays = {
        "y_true": y_true,
        "y_pred": y_pred,
        "loss": value.numpy(),
        "loss.each": each.numpy(),
        "gradient.y_pred": tf.convert_to_tensor(tape.gradient(value, prediction)).numpy(),
    }
    if weights is not None:
        arrays["sample_weight"] = weights
    config = loss.get_config()
    left_out = {key: value for key, value in loss._fn_kwargs.items() if key not in config}
    properties = {"class": type(loss).__name__, "config": config, "argument": left_out}
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(loss))


def logits(name, shape, spread=2.0):
    return (spread * random_for(name).standard_normal(shape)).astype(np.float32)


def softmax(values):
    exponential = np.exp(values - values.max(axis=-1, keepdims=True))
    return (exponential / exponential.sum(axis=-1, keepdims=True)).astype(np.float32)


def sigmoid(values):
    return (1.0 / (1.0 + np.exp(-values))).astype(np.float32)


def labels(name, shape, classes):
    return random_for(name + "/labels").integers(0, classes, shape).astype(np.int32)


def one_hot(indices, classes):
    return np.eye(classes, dtype=np.float32)[indices]


def sample_weights(name, shape):
    weights = random_for(name + "/weights").uniform(0.0, 3.0, shape).astype(np.float32)
    weights.flat[0] = 0.0
    return weights


def variants(archive, name, make, y_true, y_pred, weight_shape):
    """The loss plain, weighted, and under each other reduction."""
    record(archive, name, make({}), y_true, y_pred)
    weights = sample_weights(name, weight_shape)
    for reduction in REDUCTIONS:
        suffix = "" if reduction == REDUCTIONS[0] else f"-{reduction}"
        loss = make({"reduction": reduction})
        record(archive, f"{name}-weighted{suffix}", loss, y_true, y_pred, weights)
    record(archive, f"{name}-sum", make({"reduction": "sum"}), y_true, y_pred)


def sparse_categorical(archive):
    def make(**fixed):
        return lambda more: keras.losses.SparseCategoricalCrossentropy(**fixed, **more)

    name = "sparse_categorical_crossentropy"
    for from_logits in (False, True):
        case = f"{name}-{'logits' if from_logits else 'probabilities'}"
        x = logits(case, (7, 5))
        x = x if from_logits else softmax(x)
        target = labels(case, (7,), 5)
        variants(archive, case, make(from_logits=from_logits), target, x, (7,))
        record(archive, f"{case}-column", make(from_logits=from_logits)({}), target[:, None], x)
        x = logits(case + "-rank3", (3, 4, 5))
        x = x if from_logits else softmax(x)
        target = labels(case + "-rank3", (3, 4), 5)
        record(archive, f"{case}-rank3", make(from_logits=from_logits)({}), target, x)
        record(
            archive,
            f"{case}-rank3-weighted",
            make(from_logits=from_logits)({}),
            target,
            x,
            sample_weights(case, (3, 4)),
        )
    clipped, target = extreme_probabilities()
    record(archive, f"{name}-clipped", make()({}), target, clipped)
    unnormalized = random_for(name).uniform(0.1, 0.9, (6, 4)).astype(np.float32)
    record(archive, f"{name}-unnormalized", make()({}), labels(name, (6,), 4), unnormalized)
    large = logits(name + "-large", (6, 4), spread=60.0)
    target = labels(name, (6,), 4)
    record(archive, f"{name}-large-logits", make(from_logits=True)({}), target, large)
    ignored = labels(name, (6,), 4)
    ignored[[1, 4]] = 3
    record(archive, f"{name}-ignore_class", make(ignore_class=3)({}), ignored, softmax(large / 30))


def extreme_probabilities():
    """Rows with probabilities of exactly 0 and 1, as a target and as not."""
    rows = [[1, 0, 0], [1, 0, 0], [0, 0.5, 0.5], [1e-9, 1 - 1e-6, 1e-6], [0.2, 0.3, 0.5]]
    return np.array(rows, dtype=np.float32), np.array([0, 1, 0, 0, 2], dtype=np.int32)


def categorical(archive):
    def make(**fixed):
        return lambda more: keras.losses.CategoricalCrossentropy(**fixed, **more)

    name = "categorical_crossentropy"
    for from_logits in (False, True):
        for smoothing in (0.0, 0.1):
            case = f"{name}-{'logits' if from_logits else 'probabilities'}"
            case += f"-smoothing{smoothing}" if smoothing else ""
            x = logits(case, (7, 5))
            x = x if from_logits else softmax(x)
            target = one_hot(labels(case, (7,), 5), 5)
            options = {"from_logits": from_logits, "label_smoothing": smoothing}
            variants(archive, case, make(**options), target, x, (7,))
            soft = softmax(logits(case + "-soft", (7, 5)))
            record(archive, f"{case}-soft-targets", make(**options)({}), soft, x)
            x = logits(case + "-rank3", (3, 2, 4))
            x = x if from_logits else softmax(x)
            target = one_hot(labels(case, (3, 2), 4), 4)
            record(archive, f"{case}-rank3", make(**options)({}), target, x)
    clipped, target = extreme_probabilities()
    record(archive, f"{name}-clipped", make()({}), one_hot(target, 3), clipped)
    unnormalized = random_for(name).uniform(0.1, 0.9, (6, 4)).astype(np.float32)
    target = one_hot(labels(name, (6,), 4), 4)
    record(archive, f"{name}-unnormalized", make()({}), target, unnormalized)
    large = logits(name + "-large", (6, 4), spread=60.0)
    record(archive, f"{name}-large-logits", make(from_logits=True)({}), target, large)


def binary(archive):
    def make(**fixed):
        return lambda more: keras.losses.BinaryCrossentropy(**fixed, **more)

    name = "binary_crossentropy"
    for from_logits in (False, True):
        for smoothing in (0.0, 0.2):
            options = {"from_logits": from_logits, "label_smoothing": smoothing}
            for shape in [(8, 1), (4, 3)]:
                case = f"{name}-{'logits' if from_logits else 'probabilities'}"
                case += f"-{shape[0]}x{shape[1]}"
                case += f"-smoothing{smoothing}" if smoothing else ""
                x = logits(case, shape)
                x = x if from_logits else sigmoid(x)
                target = labels(case, shape, 2).astype(np.float32)
                variants(archive, case, make(**options), target, x, shape[:1])
    x = sigmoid(logits(name + "-flat", (8, 1)))
    flat = labels(name + "-flat", (8,), 2)
    record(archive, f"{name}-flat-targets", make()({}), flat.astype(np.float32), x)
    record(archive, f"{name}-integer-targets", make()({}), flat[:, None], x)
    clipped = np.array([[0.0], [1.0], [1.0], [0.0], [1e-9], [0.5]], dtype=np.float32)
    target = np.array([[0.0], [1.0], [0.0], [1.0], [1.0], [1.0]], dtype=np.float32)
    record(archive, f"{name}-clipped", make()({}), target, clipped)
    large = np.array([[100.0], [-100.0], [100.0], [-100.0], [0.0], [30.0]], dtype=np.float32)
    record(archive, f"{name}-large-logits", make(from_logits=True)({}), target, large)


def regression(archive):
    for loss_class, name in [
        (keras.losses.MeanSquaredError, "mean_squared_error"),
        (keras.losses.MeanAbsoluteError, "mean_absolute_error"),
    ]:
        for shape in [(5, 1), (4, 3), (2, 3, 4, 2)]:
            case = f"{name}-{'x'.join(map(str, shape))}"
            y_pred = logits(case, shape)
            y_true = logits(case + "/target", shape)
            variants(archive, case, lambda more: loss_class(**more), y_true, y_pred, shape[:-1])
        case = f"{name}-elementweights"
        y_pred, y_true = logits(case, (3, 4, 2)), logits(case + "/target", (3, 4, 2))
        record(archive, case, loss_class(), y_true, y_pred, sample_weights(case, (3, 4)))
        case = f"{name}-broadcastweights"
        record(archive, case, loss_class(), y_true, y_pred, sample_weights(case, (3, 1)))
        case = f"{name}-flat-targets"
        y_pred, y_true = logits(case, (5, 1)), logits(case + "/target", (5,))
        record(archive, case, loss_class(), y_true, y_pred)
    equal = logits("mean_absolute_error-equal", (2, 3))
    record(archive, "mean_absolute_error-equal", keras.losses.MeanAbsoluteError(), equal, equal)


def behind_activation(archive):
    """A model that ends in softmax or sigmoid: Keras on TensorFlow takes the loss of the logits.

    Probabilities that underflow or round to 1 therefore still have exact losses and gradients. What
    the eager computation gives is compared here with what `train_on_batch` reports.
    """
    cases = [
        ("softmax", keras.losses.SparseCategoricalCrossentropy, {}, "index"),
        ("softmax", keras.losses.SparseCategoricalCrossentropy, {"from_logits": True}, "index"),
        ("softmax", keras.losses.CategoricalCrossentropy, {}, "one_hot"),
        ("softmax", keras.losses.CategoricalCrossentropy, {"label_smoothing": 0.1}, "one_hot"),
        ("sigmoid", keras.losses.BinaryCrossentropy, {}, "binary"),
        ("sigmoid", keras.losses.BinaryCrossentropy, {"label_smoothing": 0.2}, "binary"),
    ]
    for activation, loss_class, options, kind in cases:
        loss = loss_class(**options)
        suffix = "".join(f"-{key}{value}" for key, value in options.items())
        for spread in (2.0, 60.0):
            name = f"after-{activation}-{loss.name}{suffix}-spread{spread:g}"
            shape = (6, 1) if kind == "binary" else (6, 4)
            x = logits(name, shape, spread)
            if kind == "binary":
                y_true = labels(name, shape, 2).astype(np.float32)
            else:
                y_true = labels(name, (6,), 4)
                y_true = one_hot(y_true, 4) if kind == "one_hot" else y_true
            with warnings.catch_warnings():
                # "from_logits=True but the output was produced by a Softmax": the case itself.
                warnings.simplefilter("ignore", UserWarning)
                record_behind(archive, name, activation, loss, y_true, x)


def record_behind(archive, name, activation, loss, y_true, x):
    model = keras.Sequential([keras.Input(x.shape[1:]), keras.layers.Activation(activation)])
    model.compile(optimizer="sgd", loss=loss)
    source = tf.constant(x)
    with tf.GradientTape() as tape:
        tape.watch(source)
        y_pred = model(source, training=True)
        value = loss(y_true, y_pred)
    trained = model.train_on_batch(x, y_true)
    if abs(float(trained) - float(value)) > 1e-5 * max(1.0, abs(float(value))):
        raise AssertionError(f"{name}: train_on_batch gives {trained}, the loss alone {value}")
    arrays = {
        "logits": x,
        "y_true": y_true,
        "y_pred": y_pred.numpy(),
        "loss": value.numpy(),
        "gradient.logits": tape.gradient(value, source).numpy(),
    }
    properties = {
        "class": type(loss).__name__,
        "activation": activation,
        "config": loss.get_config(),
    }
    archive.add(name, properties, arrays, keras.saving.serialize_keras_object(loss))


def errors(archive):
    """Losses of one number against another, over a grid of shapes and arguments."""
    losses = keras.losses
    for name, make, positive in [
        ("mean_absolute_percentage_error", losses.MeanAbsolutePercentageError, False),
        ("mean_squared_logarithmic_error", losses.MeanSquaredLogarithmicError, True),
        ("mean_squared_logarithmic_error-below", losses.MeanSquaredLogarithmicError, False),
        ("huber", losses.Huber, False),
        ("huber-delta0.3", lambda **more: losses.Huber(delta=0.3, **more), False),
        ("huber-delta4", lambda **more: losses.Huber(delta=4.0, **more), False),
        ("log_cosh", losses.LogCosh, False),
        ("poisson", losses.Poisson, True),
        ("cosine_similarity", losses.CosineSimilarity, False),
    ]:
        for shape in [(5, 1), (4, 3), (2, 3, 4, 2)]:
            if name == "cosine_similarity" and shape == (5, 1):
                continue  # of single numbers the gradient is 0, and what is left is rounding
            case = f"{name}-{'x'.join(map(str, shape))}"
            y_pred, y_true = logits(case, shape), logits(case + "/target", shape)
            if positive:
                y_pred, y_true = np.abs(y_pred), np.abs(y_true)
            variants(archive, case, lambda more: make(**more), y_true, y_pred, shape[:-1])
    case = "cosine_similarity-axis1"
    y_pred, y_true = logits(case, (3, 4, 2)), logits(case + "/target", (3, 4, 2))
    record(archive, case, losses.CosineSimilarity(axis=1), y_true, y_pred)
    case = "log_cosh-large"
    y_pred, y_true = logits(case, (4, 3), 60.0), logits(case + "/target", (4, 3), 60.0)
    record(archive, case, losses.LogCosh(), y_true, y_pred)
    case = "mean_absolute_percentage_error-zero"
    y_true = logits(case + "/target", (4, 3))
    y_true[0] = 0.0
    record(archive, case, losses.MeanAbsolutePercentageError(), y_true, logits(case, (4, 3)))


def margins(archive):
    losses = keras.losses
    for name, make in [("hinge", losses.Hinge), ("squared_hinge", losses.SquaredHinge)]:
        for kind in ("zero_one", "minus_one", "any"):
            for shape in [(6, 1), (4, 3), (3, 4, 2)]:
                case = f"{name}-{kind}-{'x'.join(map(str, shape))}"
                y_true = labels(case, shape, 2).astype(np.float32)
                if kind == "minus_one":
                    y_true = 2 * y_true - 1
                elif kind == "any":
                    y_true.flat[1] = 0.5
                y_pred = logits(case, shape)
                variants(archive, case, lambda more: make(**more), y_true, y_pred, shape[:-1])
    for shape in [(7, 5), (3, 2, 4)]:
        case = f"categorical_hinge-{'x'.join(map(str, shape))}"
        y_true = one_hot(labels(case, shape[:-1], shape[-1]), shape[-1])
        y_pred = logits(case, shape)
        make = losses.CategoricalHinge
        variants(archive, case, lambda more: make(**more), y_true, y_pred, shape[:-1])


def distributions(archive):
    losses = keras.losses
    for shape in [(7, 5), (3, 2, 4)]:
        case = f"kl_divergence-{'x'.join(map(str, shape))}"
        y_true, y_pred = softmax(logits(case + "/target", shape)), softmax(logits(case, shape))
        make = losses.KLDivergence
        variants(archive, case, lambda more: make(**more), y_true, y_pred, shape[:-1])
    case = "kl_divergence-one_hot"
    y_true = one_hot(labels(case, (6,), 4), 4)
    record(archive, case, losses.KLDivergence(), y_true, softmax(logits(case, (6, 4))))


def focal(archive):
    losses = keras.losses
    for index, options in enumerate(
        [
            {},
            {"gamma": 0.5},
            {"gamma": 3.0, "alpha": 0.6, "apply_class_balancing": True},
            {"apply_class_balancing": True},
            {"label_smoothing": 0.2},
            {"from_logits": True},
            {"from_logits": True, "label_smoothing": 0.1, "apply_class_balancing": True},
        ]
    ):
        for shape in [(6, 1), (4, 3), (2, 3, 4, 1)]:
            case = f"binary_focal_crossentropy-{index}-{'x'.join(map(str, shape))}"
            x = logits(case, shape)
            x = x if options.get("from_logits") else sigmoid(x)
            y_true = labels(case, shape, 2).astype(np.float32)
            make = losses.BinaryFocalCrossentropy
            variants(
                archive, case, lambda more: make(**options, **more), y_true, x, shape[:-1]
            )
    for index, options in enumerate(
        [
            {},
            {"gamma": 0.5, "alpha": 0.7},
            {"label_smoothing": 0.2},
            {"from_logits": True},
            {"from_logits": True, "label_smoothing": 0.1, "gamma": 1.0},
        ]
    ):
        for shape in [(7, 5), (3, 2, 4)]:
            case = f"categorical_focal_crossentropy-{index}-{'x'.join(map(str, shape))}"
            x = logits(case, shape)
            x = x if options.get("from_logits") else softmax(x)
            y_true = one_hot(labels(case, shape[:-1], shape[-1]), shape[-1])
            make = losses.CategoricalFocalCrossentropy
            variants(
                archive, case, lambda more: make(**options, **more), y_true, x, shape[:-1]
            )
    name = "categorical_focal_crossentropy-unnormalized"
    x = random_for(name).uniform(0.1, 0.9, (6, 4)).astype(np.float32)
    target = one_hot(labels(name, (6,), 4), 4)
    record(archive, name, losses.CategoricalFocalCrossentropy(), target, x)


def regions(archive):
    losses = keras.losses
    for name, make in [
        ("dice", losses.Dice),
        ("tversky", losses.Tversky),
        ("tversky-0.7-0.2", lambda **more: losses.Tversky(alpha=0.7, beta=0.2, **more)),
    ]:
        shape = (4, 3, 2, 2)
        for axis in (None, (1, 2, 3), (1, 2), (0, 1, 2)):
            case = f"{name}-{'all' if axis is None else ''.join(map(str, axis))}"
            x = sigmoid(logits(case, shape))
            y_true = labels(case, shape, 2).astype(np.float32)
            fixed = {} if axis is None else {"axis": axis}
            if axis is None or axis == (1, 2, 3):
                variants(archive, case, lambda more: make(**fixed, **more), y_true, x, (4,))
            else:
                record(archive, case, make(**fixed), y_true, x)
                record(archive, f"{case}-sum", make(**fixed, reduction="sum"), y_true, x)
    case = "dice-empty"
    record(archive, case, losses.Dice(), np.zeros((2, 3), np.float32), sigmoid(logits(case, (2, 3))))


def axes(archive):
    """Classes along another axis than the last."""
    losses = keras.losses
    shape = (3, 4, 5)
    for from_logits in (False, True):
        suffix = "logits" if from_logits else "probabilities"
        case = f"categorical_crossentropy-axis1-{suffix}"
        x = logits(case, shape)
        x = x if from_logits else np.moveaxis(softmax(np.moveaxis(x, 1, -1)), -1, 1)
        target = np.moveaxis(one_hot(labels(case, (3, 5), 4), 4), -1, 1)
        for smoothing in (0.0, 0.1):
            loss = losses.CategoricalCrossentropy(from_logits, smoothing, axis=1)
            record(archive, f"{case}-{smoothing}", loss, target, x)
            case2 = f"categorical_focal_crossentropy-axis1-{suffix}-{smoothing}"
            loss = losses.CategoricalFocalCrossentropy(
                from_logits=from_logits, label_smoothing=smoothing, axis=1
            )
            record(archive, case2, loss, target, x)
        case = f"binary_crossentropy-axis1-{suffix}"
        x = logits(case, shape)
        x = x if from_logits else sigmoid(x)
        target = labels(case, shape, 2).astype(np.float32)
        for reduction in ("sum_over_batch_size", "sum"):
            loss = losses.BinaryCrossentropy(from_logits, axis=1, reduction=reduction)
            record(archive, f"{case}-{reduction}", loss, target, x)
            loss = losses.BinaryFocalCrossentropy(
                from_logits=from_logits, axis=1, reduction=reduction
            )
            record(archive, f"binary_focal_crossentropy-axis1-{suffix}-{reduction}", loss, target, x)


def ignored(archive):
    """A class that does not count, which may be none of the model's."""
    for ignore in (1, -1, 255):
        for from_logits in (False, True):
            name = f"sparse_categorical_crossentropy-ignored{ignore}"
            name += "-logits" if from_logits else "-probabilities"
            for shape in [(7, 4), (2, 3, 2, 4)]:
                case = f"{name}-{'x'.join(map(str, shape))}"
                x = logits(case, shape)
                x = x if from_logits else softmax(x)
                target = labels(case, shape[:-1], 4)
                target.flat[[1, 4]] = ignore

                def make(more):
                    return keras.losses.SparseCategoricalCrossentropy(
                        from_logits=from_logits, ignore_class=ignore, **more
                    )

                variants(archive, case, make, target, x, shape[:-1])
    case = "sparse_categorical_crossentropy-ignored-all"
    target = np.full((3,), 2, np.int32)
    for reduction in REDUCTIONS:
        loss = keras.losses.SparseCategoricalCrossentropy(ignore_class=2, reduction=reduction)
        record(archive, f"{case}-{reduction}", loss, target, softmax(logits(case, (3, 4))))


def noisy_labels(archive):
    for q in (0.5, 0.2, 0.9):
        case = f"categorical_generalized_cross_entropy-{q}"
        x, target = softmax(logits(case, (7, 5))), labels(case, (7,), 5)

        def make(more):
            return keras.losses.CategoricalGeneralizedCrossEntropy(q=q, **more)

        variants(archive, case, make, target, x, (7,))
