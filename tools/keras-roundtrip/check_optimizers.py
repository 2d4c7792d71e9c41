"""Loads what Lamina has reached with each optimizer in real Keras, and compares it with Keras's own.

    mvn -q test -pl keras -am -Dtest=OptimizerFilesTest -Dsurefire.failIfNoSpecifiedTests=false \\
        -Dtest.jvm.args=-Ddev.lamina.optimizers=/tmp/optimizers
    python check_optimizers.py /tmp/optimizers

The exit code is 0 if Keras loads each file without a warning, and has the same optimizer variables, of the
largest of each, and weights within 1e-5 of those that it reaches itself.
"""

import sys
import warnings
from pathlib import Path

import keras
import numpy as np

FIXTURES = (
    Path(__file__).resolve().parents[2]
    / "keras/src/test/resources/dev/lamina/keras/optimizers"
)


def load(path):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return keras.models.load_model(path)


def variables(model):
    optimizer = model.optimizer
    return getattr(optimizer, "inner_optimizer", optimizer).variables


def main():
    x = np.fromfile(FIXTURES / "x.bin", dtype=np.float32).reshape(24, 6, 6, 1)
    labels = np.arange(24) % 3
    files = sorted(Path(sys.argv[1]).glob("*.keras"))
    if not files:
        sys.exit(f"{sys.argv[1]} holds no models")
    good = True
    for file in files:
        ours, theirs = load(file), load(FIXTURES / file.name)
        theirs.fit(x, labels, batch_size=8, epochs=1, shuffle=False, verbose=0)
        pairs = list(zip(variables(ours), variables(theirs), strict=True))
        slots = max(
            np.abs(np.asarray(a) - np.asarray(b)).max() / max(1e-30, np.abs(np.asarray(b)).max())
            for a, b in pairs
        )
        weights = max(
            np.abs(a - b).max() for a, b in zip(ours.get_weights(), theirs.get_weights())
        )
        good &= bool(slots < 1e-5 and weights < 1e-5)
        print(f"{file.stem:20} variables {len(pairs):3} {slots:.1e}, weights {weights:.1e}")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
