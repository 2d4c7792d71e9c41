"""Measures how far rounding alone moves the ten-step losses: several runs from weights 1e-7 apart.

Prints, per network, each run's largest difference from the float64 run. A golden comparison can be
no finer than this. Run it again after changing a seed, a learning rate or an image.
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
    parser.add_argument("--runs", type=int, default=6)
    parser.add_argument("--fashion-mnist", default=FASHION_MNIST, help="folder of the IDX files")
    options = parser.parse_args()
    for name, (make, images, labels) in training.networks(options.fashion_mnist).items():
        # JAX, unless told otherwise, computes this one in float32 too.
        reference = np.array(training.train(name, make, images, labels, "float64")[1])
        deviations = []
        for run in range(options.runs):
            noise = np.random.default_rng(run)
            losses = training.train(name, make, images, labels, "float32", noise)[1]
            deviations.append(f"{np.abs(np.array(losses) - reference).max():.1e}")
        print(f"{name} on {keras.backend.backend()}: {' '.join(deviations)}", flush=True)


if __name__ == "__main__":
    main()
