"""Makes the files of optimizers, schedules and constraints that are a user's own. Usage: make_own.py OUTPUT_DIRECTORY"""

import sys

import keras

IMAGE = (16, 16, 3)


@keras.saving.register_keras_serializable("Custom", "Mine")
class Mine(keras.optimizers.SGD):
    pass


@keras.saving.register_keras_serializable("Custom", "Slow")
class Slow(keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return 0.01

    def get_config(self):
        return {"start": 0.01}


@keras.saving.register_keras_serializable("Custom", "Own")
class Own(keras.constraints.Constraint):
    pass


for name, optimizer, constraint in (
    ("own_optimizer", Mine(), None),
    ("own_schedule", keras.optimizers.Adam(Slow()), None),
    ("own_constraint", keras.optimizers.Adam(), Own()),
):
    model = keras.Sequential(
        [
            keras.Input(IMAGE),
            keras.layers.Conv2D(
                2, 3, activation="relu", kernel_constraint=constraint, name="conv2d_7"
            ),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.save(f"{sys.argv[1]}/{name}.keras")
