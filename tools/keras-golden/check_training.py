"""Measures what rounding alone changes in the training steps: runs from weights 1e-7 apart.

Prints, per network, each run's largest differences from the float64 run, in the units of
`golden.training.deviations`. A golden comparison can be no finer than this.
"""

import argparse
import os

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from golden import training
from make_golden import FASHION_MNIST


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--fashion-mnist", default=FASHION_MNIST, help="folder of the IDX files")
    options = parser.parse_args()
    if keras.backend.backend() == "jax":
        import jax

        jax.config.update("jax_enable_x64", True)
    for name, (make, images, labels) in training.networks(options.fashion_mnist).items():
        seeds = training.find_seeds(make, images)
        model, exact = training.train(make, images, labels, seeds, "float64")
        for run in range(options.runs):
            noise = np.random.default_rng(run)
            results = training.train(make, images, labels, seeds, "float32", noise)[1]
            found = training.deviations(model, results, exact)
            figures = ", ".join(f"{key} {value:.1e}" for key, value in found.items())
            print(f"{name} on {keras.backend.backend()}: {figures}", flush=True)


if __name__ == "__main__":
    main()
