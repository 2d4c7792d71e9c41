"""Remakes the files of old Keras versions that keras/src/test reads. Usage: make_fixtures.py OUTPUT_DIRECTORY

Needs keras 3.15 with tensorflow, and h5py. Keras before 3 does not run beside it, so its files are
written by hand; the sources of every structure are named in legacy/*.py.
"""
import os
import sys

os.environ["KERAS_BACKEND"] = "tensorflow"
import h5py
import keras
import numpy as np
from keras.src.saving import saving_lib

from legacy import configs, files, network

out = sys.argv[1]
os.makedirs(out, exist_ok=True)


def path(name):
    return os.path.join(out, name)


steps = np.int64(network.STEPS)
rate = np.float32(network.RATE)

keras_model = network.keras_model()
network.inputs().tofile(path("x.bin"))
keras_model.predict(network.inputs(), verbose=0).tofile(path("y.bin"))

# Keras 1.2.2. Optimizers: [iterations] + ms + vs; RMSprop has no iterations. iterations is a float there.
files.write_model(
    path("keras1.h5"),
    configs.keras1_sequential(),
    files.keras1_names,
    "1.2.2",
    training=configs.training(configs.adam_1(), ["accuracy"]),
    optimizer=files.positional([np.float32(steps), *network.slots(1, 2)]),
)
files.write_model(path("keras1_functional.h5"), configs.keras1_functional(), files.keras1_names, "1.0.4")
# Weights without names: param_0, param_1, ...
unnamed = lambda layer, weight: "param_" + str(
    [key for _, name, values in network.layers() if name == layer for key in values].index(weight)
)
files.write_model(path("keras1_unnamed.h5"), configs.keras1_sequential(), unnamed, "1.2.2")
theano = configs.keras1_sequential()
for layer in theano["config"]:
    if "dim_ordering" in layer["config"]:
        layer["config"]["dim_ordering"] = "th"
files.write_model(path("keras1_channels_first.h5"), theano, files.keras1_names, "1.2.2")
# Keras 0.3: numbered layers and parameters, no names at all.
with h5py.File(path("keras0.h5"), "w") as file:
    file.attrs["nb_layers"] = len(network.layers())
    for i, (_, _, values) in enumerate(network.layers()):
        part = file.create_group(f"layer_{i}")
        part.attrs["nb_params"] = len(values)
        for j, value in enumerate(values.values()):
            part.create_dataset(f"param_{j}", data=value)

# Keras 2. Adam: [iterations] + ms + vs + vhats, the last of one element each without amsgrad.
dummies = [np.zeros(1, "float32") for _ in network.trainable()]
files.write_model(
    path("keras2_list.h5"),
    configs.keras2_list(),
    files.keras2_names,
    "2.1.3",
    "tensorflow",
    configs.training(configs.adam_2(), ["acc"], loss="categorical_crossentropy"),
    files.positional([steps, *network.slots(1, 2), *dummies]),
)
files.write_model(
    path("keras2_amsgrad.h5"),
    configs.keras2_dict(),
    files.keras2_names,
    "2.3.1",
    "tensorflow",
    configs.training(configs.adam_2(amsgrad=True), ["accuracy"]),
    files.positional([steps, *network.slots(1, 2, 3)]),
)
files.write_model(
    path("keras2_rmsprop.h5"),
    configs.keras2_dict(),
    files.keras2_names,
    "2.2.4",
    "tensorflow",
    configs.training(configs.rmsprop_2(), []),
    files.positional(network.slots(1)),
)
# SGD keeps moments also where the momentum is 0.
files.write_model(
    path("keras2_sgd.h5"),
    configs.keras2_dict(),
    files.keras2_names,
    "2.2.4",
    "tensorflow",
    configs.training(configs.sgd_2(0.0), []),
    files.positional([steps, *network.slots(0)]),
)
# Theano convolves with the kernel turned around: keras/utils/conv_utils.py, convert_kernel.
turned = files.weights(lambda value: value[::-1, ::-1] if value.ndim == 4 else value)
files.write_model(
    path("keras2_theano.h5"), configs.keras2_dict(), files.theano_names, "2.2.4", "theano", layers=turned
)
files.write_model(path("keras2_relu.h5"), configs.keras2_relu(), files.keras2_names, "2.2.4", "tensorflow")
relu = keras.Sequential(
    [
        *keras_model.layers[:4],
        keras.layers.ReLU(6.0),
        *keras_model.layers[5:],
    ]
)
relu.predict(network.inputs(), verbose=0).tofile(path("y_relu.bin"))
sigmoid = configs.keras2_dict()
sigmoid["config"]["layers"][4]["config"]["activation"] = "hard_sigmoid"
files.write_model(path("keras2_hard_sigmoid.h5"), sigmoid, files.keras2_names, "2.2.4", "tensorflow")
with h5py.File(path("keras2_weights.h5"), "w") as file:
    files.write_weights(file, files.keras2_names, "2.2.4", "tensorflow")
# So few names an attribute that the lists are split, as those of large models are.
files.write_model(
    path("keras2_split_names.h5"), configs.keras2_dict(), files.keras2_names, "2.2.4", "tensorflow", chunk=2
)

# tf.keras. OptimizerV2: iter, then slots of one kind after those of another.
files.write_model(
    path("tf1.h5"),
    configs.tf_keras("BatchNormalizationV1"),
    files.keras2_names,
    "2.2.4-tf",
    "tensorflow",
    configs.training(configs.sgd_2(), ["accuracy"]),
    [("SGD/iter:0", steps)]
    + [(f"SGD/w{i}/momentum:0", slot) for i, slot in enumerate(network.slots(1))],
)
files.write_model(
    path("tf2_3.h5"),
    configs.tf_keras(),
    files.keras2_names,
    "2.4.0",
    "tensorflow",
    configs.training(
        configs.rmsprop_tf(),
        configs.WRAPPED_ACCURACY,
        loss={
            "class_name": "SparseCategoricalCrossentropy",
            "config": {"reduction": "auto", "name": "sparse_categorical_crossentropy", "from_logits": False},
        },
        weighted_metrics=None,
    ),
    [("RMSprop/iter:0", steps)]
    + [(f"RMSprop/slot{i}:0", slot) for i, slot in enumerate(network.slots(1, 2, 3))],
    text=str,
)
files.write_model(
    path("tf2_functional.h5"), configs.tf_functional(), files.keras2_names, "2.5.0", "tensorflow"
)
# 2.11 to 2.13: iteration, learning_rate, then m and v weight by weight.
alternating = [slot for pair in zip(network.slots(1), network.slots(2)) for slot in pair]
files.write_model(
    path("tf2_13.h5"),
    configs.tf_keras(module="keras.initializers"),
    files.keras2_names,
    "2.13.1",
    "tensorflow",
    configs.training(configs.adam_new(), configs.WRAPPED_ACCURACY, weighted_metrics=None),
    [("iteration:0", steps), ("learning_rate:0", rate)]
    + [(f"Adam/slot{i}:0", slot) for i, slot in enumerate(alternating)],
)

# HDF5 in other forms than Keras writes: other tools, other options of h5py.
whole = lambda name, convert=lambda value: value, **more: files.write_model(
    path(name),
    configs.keras2_dict(),
    files.keras2_names,
    "2.3.1",
    "tensorflow",
    layers=files.weights(convert),
    **more,
)
whole("float64.h5", lambda value: value.astype("<f8"))
whole("float16.h5", lambda value: value.astype("<f2"))
whole("big_endian.h5", lambda value: value.astype(">f4"))
whole("chunked.h5", chunks=True)
whole("compressed.h5", compression="gzip", shuffle=True, fletcher32=True)
whole("latest.h5", libver="latest")
whole("latest_compressed.h5", libver="latest", compression="gzip", shuffle=True)
whole("lzf.h5", compression="lzf")
# Chunks that do not fit the edge, and many of them.
with h5py.File(path("chunks.h5"), "w") as file:
    data = np.arange(70 * 9, dtype="float32").reshape(70, 9)
    file.create_dataset("edges", data=data, chunks=(4, 4))
    file.create_dataset("packed", data=data, chunks=(2, 3), compression="gzip")
    file.create_dataset("growing", data=data, chunks=(32, 4), maxshape=(None, 9), shuffle=True)
with h5py.File(path("incomplete.h5"), "w") as file:
    file.create_dataset("missing", shape=(8, 8), dtype="float32", chunks=(4, 4))
    file["missing"][:4, :4] = 1
# The indexes of libver="latest": a chunk alone, a fixed array with and without filters.
with h5py.File(path("chunks_latest.h5"), "w", libver="latest") as file:
    file.create_dataset("alone", data=data, chunks=(70, 9))
    file.create_dataset("alone_packed", data=data, chunks=(70, 9), compression="gzip")
    file.create_dataset("array", data=data, chunks=(16, 4))
    file.create_dataset("array_packed", data=data, chunks=(16, 4), compression="gzip", fletcher32=True)
with h5py.File(path("growing_latest.h5"), "w", libver="latest") as file:
    file.create_dataset("growing", data=data[:4], chunks=(2, 9), maxshape=(None, 9))
# A group with many links and many attributes, which libver="latest" stores in heaps; trees of three
# levels; an attribute longer than a heap's blocks.
with h5py.File(path("dense.h5"), "w", libver="latest") as file:
    many = file.create_group("many")
    for i in range(100):
        many.create_group(f"weight_with_a_name_of_some_length_{i}")
    for i in range(700):
        many.attrs.create(f"attribute_{i}", i, dtype="int16")
    many.attrs["long"] = np.full((700,), 7.0)

# Real Keras 3.15: bfloat16 is two opaque bytes and an attribute.
keras.config.set_dtype_policy("bfloat16")
network.keras_model().save_weights(path("bfloat16.weights.h5"))
keras.config.set_dtype_policy("float32")
# ... and weights in .npz are pickled dictionaries.
saving_lib.save_model(keras.Sequential([keras.Input((2,)), keras.layers.Dense(2)]), path("npz.keras"), "npz")

# .keras before 3.15.
variables = [steps, rate, *alternating]
root = "_layer_checkpoint_dependencies"
files.write_archive(path("keras2_12.keras"), configs.archive_2(), "2.12.0", files.groups(root, True), [steps, *alternating])
files.write_archive(path("keras2_13.keras"), configs.archive_2(), "2.13.1", files.groups(root), variables)
files.write_archive(path("keras3_0.keras"), configs.archive_3(), "3.0.0", files.groups("layers"), variables)

# Keras 3.15 as a witness: it reads some of these files itself, and predicts the same. Of others it reads
# the weights alone.
expected = keras_model.predict(network.inputs(), verbose=0)
for name in ("tf2_3.h5", "tf2_functional.h5", "tf2_13.h5", "keras3_0.keras"):
    loaded = keras.models.load_model(path(name), compile=False)
    np.testing.assert_allclose(loaded.predict(network.inputs(), verbose=0), expected, atol=1e-6)
    print(f"Keras {keras.__version__} reads {name}")
for name in (
    "keras1.h5",
    "keras1_unnamed.h5",
    "keras2_list.h5",
    "keras2_split_names.h5",
    "keras2_weights.h5",
    "tf1.h5",
    "float64.h5",
    "float16.h5",
    "big_endian.h5",
    "chunked.h5",
    "compressed.h5",
    "latest.h5",
    "latest_compressed.h5",
):
    fresh = network.keras_model()
    fresh.set_weights([0 * value for value in fresh.get_weights()])
    fresh.load_weights(path(name))
    np.testing.assert_allclose(fresh.predict(network.inputs(), verbose=0), expected, atol=1e-6)
    print(f"Keras {keras.__version__} reads the weights of {name}")
