"""Writes Lamina's golden files from real Keras; README.md in this folder describes them."""

import argparse
import importlib
import os
from pathlib import Path

# One thread and no reordering: the same machine writes the same bytes each time.
os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_DETERMINISTIC_OPS", "1")

FAMILIES = (
    "layers",
    "activations",
    "losses",
    "metrics",
    "optimizers",
    "schedules",
    "constraints",
    "initializers",
    "generator",
    "training",
)
FASHION_MNIST = "/usr/share/datasets/fashion-mnist"
RESOURCES = Path(__file__).resolve().parents[2] / "testkit/src/main/resources"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=RESOURCES / "dev/lamina/testkit/golden")
    parser.add_argument("--only", choices=FAMILIES, action="append", help="may be repeated")
    parser.add_argument("--fashion-mnist", default=FASHION_MNIST, help="folder of the IDX files")
    parser.add_argument(
        "--keep-arrays",
        action="store_true",
        help="compute new cases only: another machine rounds differently",
    )
    options = parser.parse_args()

    import keras
    from golden.archive import Archive, read

    if keras.backend.backend() == "tensorflow":
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(1)
        tensorflow.config.threading.set_inter_op_parallelism_threads(1)
    keras.utils.set_random_seed(1)
    options.out.mkdir(parents=True, exist_ok=True)
    for family in options.only or FAMILIES:
        module = importlib.import_module(f"golden.{family}")
        path = options.out / f"{family}.zip"
        kept = {}
        if options.keep_arrays and path.exists():
            kept = {name: arrays for name, (_, arrays, _) in read(path).items()}
        with Archive(path, kept) as archive:
            if family == "training":
                module.write(archive, options.fashion_mnist)
            else:
                module.write(archive)
        print(f"{path.name}: {len(archive)} cases, {path.stat().st_size} bytes", flush=True)


if __name__ == "__main__":
    main()
