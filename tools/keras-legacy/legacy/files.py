"""Files with the structures of each version, written with h5py.

Sources: save_model and save_weights_to_hdf5_group in keras/engine/topology.py and keras/models.py
(1.2.2), keras/engine/saving.py (2.2.4), tensorflow/python/keras/saving/hdf5_format.py (2.3),
keras/saving/saving_lib.py (2.12 and 2.13), keras/src/saving/saving_lib.py (3.0).
"""
import io
import json
import zipfile

import h5py
import numpy as np

from . import network


def weights(convert=lambda value: value):
    """(layer, [(name within the layer, value)]) in order."""
    return [
        (name, [(weight, convert(value)) for weight, value in values.items()])
        for _, name, values in network.layers()
    ]


def keras1_names(layer, weight):
    """1.2.2 on TensorFlow: kernel and bias are W and b; the variance is called running_std."""
    old = {"kernel": "W", "bias": "b", "moving_mean": "running_mean", "moving_variance": "running_std"}
    return f"{layer}_{old.get(weight, weight)}:0"


def keras2_names(layer, weight):
    """2.x: the layer's scope, then the weight; the slash makes a nested group."""
    return f"{layer}/{weight}:0"


def theano_names(layer, weight):
    return f"{layer}/{weight}"


def names_list(group, attribute, names, chunk=None):
    """Strings of fixed length, null-padded, as numpy's bytes are. Over 64,512 bytes they are split into
    attribute0, attribute1, ...: save_attributes_to_hdf5_group, from 2.1.5 on."""
    if chunk is None or len(names) <= chunk:
        group.attrs[attribute] = [name.encode() for name in names]
        return
    for i in range(0, len(names), chunk):
        group.attrs[f"{attribute}{i // chunk}"] = [name.encode() for name in names[i : i + chunk]]


def write_weights(group, naming, version=None, backend=None, layers=None, chunk=None, **dataset):
    layers = weights() if layers is None else layers
    names_list(group, "layer_names", [layer for layer, _ in layers], chunk)
    if backend:  # 1.x wrote neither of the two here
        group.attrs["backend"] = backend.encode()
        group.attrs["keras_version"] = version.encode()
    for layer, values in layers:
        part = group.create_group(layer)
        names = [naming(layer, weight) for weight, _ in values]
        names_list(part, "weight_names", names, chunk)
        for name, (_, value) in zip(names, values):
            part.create_dataset(name, data=value, **dataset)


def write_model(path, config, naming, version, backend=None, training=None, optimizer=None, text=bytes, libver=None, **more):
    """A whole model. `text` is how its JSON is stored: bytes, or str as h5py 3 users may have it."""
    with h5py.File(path, "w", libver=libver) as file:
        put = lambda key, value: file.attrs.__setitem__(key, value.encode() if text is bytes else value)
        put("keras_version", version)
        if backend:
            put("backend", backend)
        put("model_config", json.dumps(config))
        write_weights(file.create_group("model_weights"), naming, version, backend, **more)
        if training:
            put("training_config", json.dumps(training))
        if optimizer:
            group = file.create_group("optimizer_weights")
            names_list(group, "weight_names", [name for name, _ in optimizer])
            for name, value in optimizer:
                group.create_dataset(name, data=value)


def variables(names, values):
    return list(zip(names, values))


def positional(values):
    """keras-team/keras on TensorFlow did not name its slots: Variable, Variable_1, ..."""
    return [(f"training/Adam/Variable{'' if i == 0 else f'_{i}'}:0", value) for i, value in enumerate(values)]


def write_archive(path, config, version, groups, optimizer):
    """A .keras archive: stored entries; layers' variables under `groups`, by number."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        file.create_group("vars")
        for name, values in groups:
            part = file.create_group(f"{name}/vars")
            for i, value in enumerate(values):
                part.create_dataset(str(i), data=value)
        part = file.create_group("optimizer/vars")
        for i, value in enumerate(optimizer):
            part.create_dataset(str(i), data=value)
    metadata = {"keras_version": version, "date_saved": "2023-07-01@12:00:00"}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (
            ("metadata.json", json.dumps(metadata)),
            ("config.json", json.dumps(config)),
            ("model.weights.h5", buffer.getvalue()),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2023, 7, 1, 12, 0, 0)), content)


def snake(class_name):
    return {
        "Conv2D": "conv2d",
        "BatchNormalization": "batch_normalization",
        "MaxPooling2D": "max_pooling2d",
        "Activation": "activation",
        "Dropout": "dropout",
        "Flatten": "flatten",
        "Dense": "dense",
    }[class_name]


def groups(root, counted_twice=False):
    """The groups of layers. Before 2.13 a layer with weights stood twice in the dictionary that was
    walked (layer_with_weights-0, layer-0) and took two numbers: conv2d, conv2d_2, conv2d_4, ...

    Source: Functional._layer_checkpoint_dependencies, and _save_container_state without and with the
    sentence "Keeps layer name indexing in proper order when duplicate layers are in container".
    """
    used = {}
    made = []
    for class_name, _, values in network.layers():
        name = snake(class_name)
        number = used.get(name, 0)
        used[name] = number + (2 if counted_twice and values else 1)
        made.append((f"{root}/{name}{f'_{number}' if number else ''}", list(values.values())))
    return made
