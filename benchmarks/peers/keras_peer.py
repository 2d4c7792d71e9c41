"""Keras on TensorFlow or on JAX, as a peer of Lamina's benchmarks."""

import os

import protocol


def main():
    arguments = protocol.parse_arguments(__doc__, backend=["tensorflow", "jax"])
    limits = protocol.limit_threads(arguments.threads)
    os.environ["KERAS_BACKEND"] = arguments.backend
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    makers = {"tensorflow": TensorFlowPeer, "jax": JaxPeer}
    protocol.serve(arguments, lambda: makers[arguments.backend](arguments, limits))


class KerasPeer:
    """Training by `train_on_batch`: in memory as fast as `fit`, and timed singly."""

    def __init__(self, arguments, jit_compile):
        import keras

        self._model = build(keras, arguments.network)
        self._model.compile(
            keras.optimizers.Adam(1e-3),
            "sparse_categorical_crossentropy",
            metrics=["accuracy"],
            jit_compile=jit_compile,
        )
        self.parameters = self._model.count_params()
        self.name = f"keras-{arguments.backend}"
        self.versions = {"keras": keras.__version__}

    def step(self, images, labels):
        self._model.train_on_batch(images, labels)


class TensorFlowPeer(KerasPeer):
    """Without XLA, which slows training ten times here; single images are faster with it."""

    def __init__(self, arguments, limits):
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(arguments.threads)
        tensorflow.config.threading.set_inter_op_parallelism_threads(arguments.threads)
        super().__init__(arguments, jit_compile=False)
        self._tensorflow = tensorflow
        self._functions = {}
        self.versions["tensorflow"] = tensorflow.__version__
        self.settings = limits | {
            "step": "train_on_batch, jit_compile=False",
            "infer": "concrete tf.function, jit_compile for single images only",
        }

    def infer(self, images):
        tensorflow, count = self._tensorflow, len(images)
        if count not in self._functions:
            function = tensorflow.function(
                lambda x: self._model(x, training=False), jit_compile=count == 1
            )
            specification = tensorflow.TensorSpec(images.shape, tensorflow.float32)
            self._functions[count] = function.get_concrete_function(specification)
        return self._functions[count](tensorflow.constant(images)).numpy()


class JaxPeer(KerasPeer):
    def __init__(self, arguments, limits):
        import jax

        super().__init__(arguments, jit_compile=True)
        self._jax = jax
        self._forward = jax.jit(
            lambda trainable, others, images: self._model.stateless_call(
                trainable, others, images, training=False
            )[0]
        )
        self.versions["jax"] = jax.__version__
        self.settings = limits | {
            "step": "train_on_batch, jit_compile=True",
            "infer": "jax.jit of stateless_call",
        }

    def infer(self, images):
        trainable = [variable.value for variable in self._model.trainable_variables]
        others = [variable.value for variable in self._model.non_trainable_variables]
        return self._jax.device_get(self._forward(trainable, others, images))


def build(keras, network):
    shape = protocol.NETWORKS[network]
    makers = {"reference-cnn": reference_cnn, "vgg-style": vgg_style, "resnet-20": resnet_20}
    inputs = keras.Input(shape)
    return keras.Model(inputs, makers[network](keras.layers, inputs))


def reference_cnn(k, x):
    for filters in (32, 64):
        x = k.Conv2D(filters, 3, padding="same", activation="relu")(x)
        x = k.MaxPooling2D(2)(x)
        x = k.BatchNormalization()(x)
        x = k.Dropout(0.25)(x)
    x = k.Dense(128, activation="relu")(k.Flatten()(x))
    x = k.Dropout(0.5)(k.BatchNormalization()(x))
    return k.Dense(protocol.CLASSES, activation="softmax")(x)


def vgg_style(k, x):
    for filters in (32, 64, 128):
        for _ in range(2):
            x = k.Conv2D(filters, 3, padding="same", use_bias=False)(x)
            x = k.ReLU()(k.BatchNormalization()(x))
        x = k.MaxPooling2D(2)(x)
    x = k.Dense(256, activation="relu")(k.Flatten()(x))
    return k.Dense(protocol.CLASSES, activation="softmax")(x)


def resnet_20(k, x):
    """He et al. 2015, section 4.2, with projection shortcuts."""

    def normalized(x, filters, size, strides=1):
        x = k.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
        return k.BatchNormalization()(x)

    x = k.ReLU()(normalized(x, 16, 3))
    for filters in (16, 32, 64):
        for block in range(3):
            strides = 2 if block == 0 and filters > 16 else 1
            shortcut = normalized(x, filters, 1, strides) if strides == 2 else x
            x = k.ReLU()(normalized(x, filters, 3, strides))
            x = k.ReLU()(k.Add()([normalized(x, filters, 3), shortcut]))
    x = k.GlobalAveragePooling2D()(x)
    return k.Dense(protocol.CLASSES, activation="softmax")(x)


if __name__ == "__main__":
    main()
