"""Makes the files of optimizers and schedules that are a user's own. Usage: make_own.py OUTPUT_DIRECTORY"""

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


for name, optimizer in (("own_optimizer", Mine()), ("own_schedule", keras.optimizers.Adam(Slow()))):
    model = keras.Sequential(
        [
            keras.Input(IMAGE),
            keras.layers.Conv2D(2, 3, activation="relu"),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.Dense(2, activation="softmax"),
        ]
    )
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.save(f"{sys.argv[1]}/{name}.keras")
