"""What all peers share: arguments, data, and the requests and answers over stdin and stdout.

README.md in this folder describes the protocol.
"""

import argparse
import ctypes
import json
import os
import statistics
import sys
import threading
import time

NETWORKS = {
    "reference-cnn": (28, 28, 1),
    "vgg-style": (32, 32, 3),
    "resnet-20": (32, 32, 3),
}
CLASSES = 10
SAMPLES = 2560
WARM_UPS = 3
CALLERS_WARM_UP = 0.2  # of the time that is measured

# mallopt's parameters, of glibc's malloc.h.
M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_MAX = -1, -2, -4

SCRIPT_START = time.perf_counter()


class Missing(Exception):
    """A package or a compiler that this peer needs is not there."""


def parse_arguments(description, **choices):
    """The arguments of every peer, and one option per entry of `choices`, its first the default."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--network", choices=NETWORKS, default="reference-cnn")
    parser.add_argument("--batch-size", type=int, default=128)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    for name, values in choices.items():
        parser.add_argument(f"--{name}", choices=values, default=values[0])
    return parser.parse_args()


def limit_threads(threads):
    """Must run before any framework is imported; returns what was set."""
    for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = str(threads)
    settings = {"threads": threads}
    if hasattr(os, "sched_setaffinity"):
        cpus = sorted(os.sched_getaffinity(0))[:threads]
        os.sched_setaffinity(0, cpus)
        settings["cpus"] = cpus
    return settings


def keep_freed_memory():
    """Has glibc's malloc return nothing to the system: fresh pages each step are what it costs."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return "default"
    done = mallopt(M_MMAP_MAX, 0) and mallopt(M_TRIM_THRESHOLD, 2**31 - 1)
    done = done and mallopt(M_TOP_PAD, 256 << 20)
    return "glibc: no mmap, no trim, top pad 256 MB" if done else "default"


def serve(arguments, make_peer):
    """Answers requests until `quit` or the end of the input.

    `make_peer` imports the framework and returns an object with `name`, `versions`, `settings`,
    `parameters`, `step(images, labels)` and `infer(images)`; both take NumPy arrays and return only
    when the work is done. It may raise `Missing` or an ImportError. An object that does not do both,
    or whose `infer` several threads may call, names what it answers in `requests`; `prepare(images)`,
    if there is one, is applied to images before `infer` is timed.
    """
    answers = claim_stdout()

    def answer(message):
        answers.write(json.dumps(message) + "\n")
        answers.flush()

    try:
        import numpy

        data = Data(numpy, NETWORKS[arguments.network], arguments.batch_size)
        peer = make_peer()
        first_step = None, None
        if "step" in requests(peer):
            peer.step(*data.batch())
            first_step = seconds_since_start()
    except ImportError as error:
        answer({"missing": error.name or str(error)})
        return
    except Missing as error:
        answer({"missing": str(error)})
        return
    session = Session(peer, data, arguments)
    answer(session.introduction(first_step))
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            return
        if words:
            answer(session.answer(words))


def requests(peer):
    return getattr(peer, "requests", ("step", "infer"))


def claim_stdout():
    """Keeps stdout for answers; whatever frameworks print goes to stderr."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    return answers


class Data:
    """Seeded random images and labels; a batch is a fresh copy, as in shuffled training."""

    def __init__(self, numpy, shape, batch_size):
        self._random = numpy.random.default_rng(1)
        self._batch_size = batch_size
        self._images = self._random.random((SAMPLES, *shape), dtype=numpy.float32)
        self._labels = self._random.integers(0, CLASSES, SAMPLES)

    def batch(self):
        rows = self._random.integers(0, SAMPLES, self._batch_size)
        return self._images[rows], self._labels[rows]

    def images(self, count):
        return self._images[:count]


class Session:
    def __init__(self, peer, data, arguments):
        self._peer = peer
        self._data = data
        self._network = arguments.network
        self._batch_size = arguments.batch_size
        self._warm = set()

    def introduction(self, first_step):
        seconds, since = first_step
        return {
            "peer": self._peer.name,
            "network": self._network,
            "batch_size": self._batch_size,
            "requests": requests(self._peer),
            "parameters": self._peer.parameters,
            "versions": self._peer.versions,
            "settings": self._peer.settings,
            "first_step_seconds": seconds,
            "first_step_since": since,
            "peak_resident_bytes": peak_resident_bytes(),
        }

    def answer(self, words):
        try:
            kind, *numbers = self._parse(words)
        except ValueError as error:
            return {"error": f"{' '.join(words)}: {error}"}
        if kind == "callers":
            return measure_callers(*numbers, self._inference(1))
        count, batch_size = (*numbers, self._batch_size)[:2]
        run = self._step if kind == "step" else self._inference(batch_size)
        return self._measure(kind, batch_size, count, run)

    def _parse(self, words):
        kind, *numbers = words
        counts = {"step": (1,), "infer": (1, 2), "callers": (2,)}
        if len(numbers) not in counts.get(kind, ()):
            raise ValueError(
                "expected 'step N', 'infer N [BATCH_SIZE]', 'callers N SECONDS' or 'quit'"
            )
        if kind not in requests(self._peer):
            raise ValueError(f"{self._peer.name} answers {' and '.join(requests(self._peer))} only")
        if not all(word.isdecimal() and int(word) > 0 for word in numbers):
            raise ValueError("expected whole numbers of at least 1")
        if kind == "infer" and len(numbers) == 2 and int(numbers[1]) > SAMPLES:
            raise ValueError(f"expected a batch of at most {SAMPLES} images")
        return kind, *map(int, numbers)

    def _inference(self, batch_size):
        images = self._data.images(batch_size)
        if hasattr(self._peer, "prepare"):
            images = self._peer.prepare(images)
        return lambda: self._peer.infer(images)

    def _step(self):
        self._peer.step(*self._data.batch())

    def _measure(self, kind, batch_size, count, run):
        if (kind, batch_size) not in self._warm:
            for _ in range(WARM_UPS):
                run()
            self._warm.add((kind, batch_size))
        samples = []
        for _ in range(count):
            start = time.perf_counter()
            run()
            samples.append(1e3 * (time.perf_counter() - start))
        median = statistics.median(samples)
        return {
            "request": kind,
            "batch_size": batch_size,
            "median_ms": median,
            "images_per_second": 1e3 * batch_size / median,
            "samples_ms": [round(sample, 4) for sample in samples],
            "peak_resident_bytes": peak_resident_bytes(),
        }


def measure_callers(callers, seconds, run):
    """Threads that call `run` again and again; what begins in a first fifth is not counted."""
    clock = time.perf_counter
    spans, failures = [[] for _ in range(callers)], []
    begin = clock() + CALLERS_WARM_UP * seconds
    end = begin + seconds

    def call(own):
        try:
            start = clock()
            while start < end or not own:
                run()
                stop = clock()
                if start >= begin:
                    own.append((start, stop))
                start = stop
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=call, args=(own,)) for own in spans]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        return {"error": f"callers {callers} {seconds}: {failures[0]!r}"}
    times = [1e3 * (stop - start) for own in spans for start, stop in own]
    elapsed = max(own[-1][1] for own in spans) - min(own[0][0] for own in spans)
    return {
        "request": "callers",
        "callers": callers,
        "batch_size": 1,
        "seconds": elapsed,
        "predictions": len(times),
        "predictions_per_second": len(times) / elapsed,
        "median_ms": statistics.median(times),
        "slowest_ms": max(times),
        "peak_resident_bytes": peak_resident_bytes(),
    }


def peak_resident_bytes():
    try:
        import resource
    except ImportError:
        return None  # Windows
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


def seconds_since_start():
    """Seconds since the process started, to 10 ms, or since this script did where none tells."""
    try:
        with open("/proc/self/stat", encoding="ascii") as file:
            # The fields after the program's name, which may itself hold blanks; 22nd of all.
            started = int(file.read().rpartition(")")[2].split()[19])
        ticks = os.sysconf("SC_CLK_TCK")
        return round(time.clock_gettime(time.CLOCK_BOOTTIME) - started / ticks, 3), "process start"
    except (OSError, AttributeError, ValueError):
        return round(time.perf_counter() - SCRIPT_START, 3), "script start"
