"""Configurations as each version of Keras wrote them.

Sources: get_config() of the layers in keras-team/keras at 1.2.2 (keras/layers/{core,convolutional,
normalization,pooling}.py), 2.1.3 and 2.2.4 (the same files), 2.13.1 (keras/src/layers); the legacy
interfaces of Keras 2 (keras/legacy/interfaces.py) list what 1.x called otherwise.
"""
from . import network

INPUT = [None, *network.SHAPE]


def _layers(make):
    """[{class_name, config}] for every layer; the first one gets the input's shape."""
    made = []
    for i, (kind, name, weights) in enumerate(network.layers()):
        class_name, config = make(kind, name, weights)
        first = {"batch_input_shape": INPUT} if i == 0 else {}
        made.append({"class_name": class_name, "config": {"name": name, "trainable": True, **first, **config}})
    return made


# --- Keras 1: nb_filter, border_mode, init, W_regularizer, dim_ordering, p, output_dim.


def _keras1(kind, name, weights):
    none = {
        key: None
        for key in ("W_regularizer", "b_regularizer", "activity_regularizer", "W_constraint", "b_constraint")
    }
    kernel = weights.get("kernel")
    if kind == "Conv2D":
        first = name.endswith("_1")
        return "Convolution2D", {
            "nb_filter": kernel.shape[3],
            "nb_row": kernel.shape[0],
            "nb_col": kernel.shape[1],
            "init": "glorot_uniform",
            "activation": "relu" if first else "linear",
            "border_mode": "same" if first else "valid",
            "subsample": [1, 1],
            "dim_ordering": "tf",
            "bias": first,
            **none,
        }
    if kind == "BatchNormalization":
        return kind, {
            "epsilon": 0.001,
            "mode": 0,
            "axis": -1,
            "momentum": 0.99,
            "gamma_regularizer": None,
            "beta_regularizer": None,
        }
    if kind == "MaxPooling2D":
        return kind, {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid", "dim_ordering": "tf"}
    if kind == "Activation":
        return kind, {"activation": "tanh"}
    if kind == "Dropout":
        return kind, {"p": 0.25}
    if kind == "Flatten":
        return kind, {}
    return kind, {
        "output_dim": network.CLASSES,
        "init": "glorot_uniform",
        "activation": "softmax",
        "bias": True,
        "input_dim": None,
        **none,
    }


def keras1_sequential():
    """1.x: the config of a Sequential model is the bare list of its layers."""
    layers = _layers(_keras1)
    layers[0]["config"]["input_dtype"] = "float32"
    return {"class_name": "Sequential", "config": layers}


def keras1_functional():
    """1.x: functional models are of class Model; nodes are [layer, node, tensor]."""
    layers = [
        {
            "class_name": "InputLayer",
            "config": {"batch_input_shape": INPUT, "input_dtype": "float32", "sparse": False, "name": "input_1"},
            "name": "input_1",
            "inbound_nodes": [],
        }
    ]
    for layer in _layers(_keras1):
        layer["config"].pop("batch_input_shape", None)
        before = layers[-1]["name"]
        layers.append({**layer, "name": layer["config"]["name"], "inbound_nodes": [[[before, 0, 0]]]})
    return {
        "class_name": "Model",
        "config": {
            "name": "model_1",
            "layers": layers,
            "input_layers": [["input_1", 0, 0]],
            "output_layers": [[layers[-1]["name"], 0, 0]],
        },
    }


# --- Keras 2: kernel_initializer as an object. 2.0 to 2.2 write VarianceScaling for glorot_uniform.


def _keras2(initializer, module=None):
    def object_(class_name, config):
        made = {"class_name": class_name, "config": config}
        return made if module is None else {"module": module, **made, "registered_name": None}

    def make(kind, name, weights):
        none = {
            key: None
            for key in (
                "kernel_regularizer",
                "bias_regularizer",
                "activity_regularizer",
                "kernel_constraint",
                "bias_constraint",
            )
        }
        kernel = weights.get("kernel")
        common = {
            "use_bias": "bias" in weights,
            "kernel_initializer": object_(*initializer),
            "bias_initializer": object_("Zeros", {}),
            **none,
        }
        if kind == "Conv2D":
            first = name.endswith("_1")
            return kind, {
                "filters": kernel.shape[3],
                "kernel_size": list(kernel.shape[:2]),
                "strides": [1, 1],
                "padding": "same" if first else "valid",
                "data_format": "channels_last",
                "dilation_rate": [1, 1],
                "activation": "relu" if first else "linear",
                **common,
            }
        if kind == "BatchNormalization":
            return kind, {
                "axis": -1,
                "momentum": 0.99,
                "epsilon": 0.001,
                "center": True,
                "scale": True,
                "beta_initializer": object_("Zeros", {}),
                "gamma_initializer": object_("Ones", {}),
                "moving_mean_initializer": object_("Zeros", {}),
                "moving_variance_initializer": object_("Ones", {}),
                "beta_regularizer": None,
                "gamma_regularizer": None,
                "beta_constraint": None,
                "gamma_constraint": None,
            }
        if kind == "MaxPooling2D":
            return kind, {
                "pool_size": [2, 2],
                "padding": "valid",
                "strides": [2, 2],
                "data_format": "channels_last",
            }
        if kind == "Activation":
            return kind, {"activation": "tanh"}
        if kind == "Dropout":
            return kind, {"rate": 0.25, "noise_shape": None, "seed": None}
        if kind == "Flatten":
            return kind, {"data_format": "channels_last"}
        return kind, {"units": network.CLASSES, "activation": "softmax", **common}

    return make


SCALING = ("VarianceScaling", {"scale": 1.0, "mode": "fan_avg", "distribution": "uniform", "seed": None})
GLOROT = ("GlorotUniform", {"seed": None})


def keras2_list():
    """2.0 to 2.2.2: still the bare list. The first layer alone has a dtype."""
    layers = _layers(_keras2(SCALING))
    layers[0]["config"]["dtype"] = "float32"
    return {"class_name": "Sequential", "config": layers}


def keras2_dict():
    """2.2.3 to 2.3: a dictionary with the model's name."""
    return {"class_name": "Sequential", "config": {"name": "sequential_1", "layers": keras2_list()["config"]}}


def keras2_relu():
    """2.2.x: ReLU in place of the tanh, its numbers as arrays: keras/engine/saving.py of 2.2.4 gives
    {'type': type(obj), 'value': obj.tolist()} for what keras/layers/advanced_activations.py holds."""
    config = keras2_dict()
    for layer in config["config"]["layers"]:
        if layer["class_name"] == "Activation":
            layer["class_name"] = "ReLU"
            layer["config"] = {
                "name": "re_lu_1",
                "trainable": True,
                "max_value": {"type": "ndarray", "value": 6.0},
                "negative_slope": {"type": "ndarray", "value": 0.0},
                "threshold": {"type": "ndarray", "value": 0.0},
            }
    return config


def tf_keras(batch_normalization="BatchNormalization", initializer=GLOROT, module=None):
    """tf.keras 1.13 to 2.13: an InputLayer among the layers; a dtype for each; axis as a list.

    1.13 to 1.15 name the class BatchNormalizationV1 (the first of two exported classes).
    """
    layers = _layers(_keras2(initializer, module))
    for layer in layers:
        layer["config"]["dtype"] = "float32"
        if layer["class_name"] == "Conv2D":
            layer["config"]["groups"] = 1
        if layer["class_name"] == "BatchNormalization":
            layer["class_name"] = batch_normalization
            layer["config"]["axis"] = [3]
    layers[0]["config"].pop("batch_input_shape")
    first = {
        "class_name": "InputLayer",
        "config": {
            "batch_input_shape": INPUT,
            "dtype": "float32",
            "sparse": False,
            "ragged": False,
            "name": "conv2d_1_input",
        },
    }
    return {"class_name": "Sequential", "config": {"name": "sequential", "layers": [first, *layers]}}


def tf_functional():
    """tf.keras 2.3 to 2.13: class Functional; nodes are [layer, node, tensor, kwargs]."""
    layers = []
    for layer in tf_keras()["config"]["layers"]:
        nodes = [[[layers[-1]["name"], 0, 0, {}]]] if layers else []
        layers.append({**layer, "name": layer["config"]["name"], "inbound_nodes": nodes})
    return {
        "class_name": "Functional",
        "config": {
            "name": "model",
            "trainable": True,
            "layers": layers,
            "input_layers": [[layers[0]["name"], 0, 0]],
            "output_layers": [[layers[-1]["name"], 0, 0]],
        },
    }


# --- Training settings.


def training(optimizer, metrics, loss="sparse_categorical_crossentropy", **more):
    return {
        "optimizer_config": optimizer,
        "loss": loss,
        "metrics": metrics,
        "sample_weight_mode": None,
        "loss_weights": None,
        **more,
    }


def adam_1():
    """keras/optimizers.py of 1.2.2: lr; a decay that is 0."""
    return {
        "class_name": "Adam",
        "config": {"lr": network.RATE, "beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-08, "decay": 0.0},
    }


def adam_2(amsgrad=False):
    """keras/optimizers.py of 2.2.4: also amsgrad; epsilon is 1e-7."""
    config = {**adam_1()["config"], "epsilon": 1e-07, "amsgrad": amsgrad}
    return {"class_name": "Adam", "config": config}


def rmsprop_2():
    return {
        "class_name": "RMSprop",
        "config": {"lr": network.RATE, "rho": 0.9, "decay": 0.0, "epsilon": 1e-07},
    }


def sgd_2(momentum=0.5):
    return {
        "class_name": "SGD",
        "config": {"lr": network.RATE, "momentum": momentum, "decay": 0.0, "nesterov": False},
    }


def rmsprop_tf():
    """tensorflow/python/keras/optimizer_v2/rmsprop.py of 2.3."""
    return {
        "class_name": "RMSprop",
        "config": {
            "name": "RMSprop",
            "learning_rate": network.RATE,
            "decay": 0.0,
            "rho": 0.9,
            "momentum": 0.5,
            "epsilon": 1e-07,
            "centered": True,
        },
    }


def new_optimizer(class_name, config):
    """keras/src/optimizers/optimizer.py of 2.11 to 2.13; ema_overwrite_frequency of RMSprop is 100."""
    return {
        "class_name": class_name,
        "config": {
            "name": class_name.split(">")[-1],
            "weight_decay": None,
            "clipnorm": None,
            "global_clipnorm": None,
            "clipvalue": None,
            "use_ema": False,
            "ema_momentum": 0.99,
            "ema_overwrite_frequency": None,
            "jit_compile": True,
            "is_legacy_optimizer": False,
            "learning_rate": network.RATE,
            **config,
        },
    }


def adam_new(class_name="Custom>Adam"):
    """Legacy .h5 of 2.11 to 2.13 name the class by its registered name, Custom>Adam."""
    return new_optimizer(class_name, {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-07, "amsgrad": False})


WRAPPED_ACCURACY = [
    [
        {
            "class_name": "MeanMetricWrapper",
            "config": {"name": "accuracy", "dtype": "float32", "fn": "sparse_categorical_accuracy"},
        }
    ]
]


# --- .keras of 2.12 and 2.13: every object says its module; tuples are objects.


def archive_2():
    config = tf_keras(module="keras.initializers")
    for layer in config["config"]["layers"]:
        layer["module"] = "keras.layers"
        layer["registered_name"] = None
        if layer["class_name"] != "InputLayer":
            layer["build_config"] = {"input_shape": network.INPUTS[layer["config"]["name"]]}
    shape = config["config"]["layers"][0]["config"]["batch_input_shape"]
    config["config"]["layers"][0]["config"]["batch_input_shape"] = {"class_name": "__tuple__", "items": shape}
    return {
        "module": "keras",
        **config,
        "registered_name": None,
        "build_config": {"input_shape": INPUT},
        "compile_config": {
            "optimizer": {"module": "keras.optimizers", **adam_new("Adam"), "registered_name": None},
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"],
            "loss_weights": None,
            "weighted_metrics": None,
            "run_eagerly": None,
            "steps_per_execution": None,
            "jit_compile": None,
        },
    }


def archive_3():
    """3.0: dtype is a string; layers have data_format and groups; the InputLayer a batch_shape."""
    config = archive_2()
    first = config["config"]["layers"][0]["config"]
    config["config"]["layers"][0]["config"] = {
        "batch_shape": INPUT,
        "dtype": "float32",
        "sparse": False,
        "name": first["name"],
    }
    for layer in config["config"]["layers"]:
        if layer["class_name"] == "BatchNormalization":
            layer["config"]["axis"] = -1
    optimizer = config["compile_config"]["optimizer"]["config"]
    for key in ("jit_compile", "is_legacy_optimizer"):
        optimizer.pop(key)
    config["compile_config"]["run_eagerly"] = False
    config["compile_config"]["steps_per_execution"] = 1
    config["compile_config"]["jit_compile"] = True
    return config
