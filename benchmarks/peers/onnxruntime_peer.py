"""ONNX Runtime, which infers only, as a peer of Lamina's benchmarks."""

import protocol

OPSET, IR_VERSION = 17, 8
EPSILON = 1e-3


def main():
    arguments = protocol.parse_arguments(__doc__, spinning=["on", "off"])
    limits = protocol.limit_threads(arguments.threads)
    protocol.serve(arguments, lambda: OnnxRuntimePeer(arguments, limits))


class OnnxRuntimePeer:
    """One session for all batch sizes and all callers; `session.run` lets go of Python's lock."""

    requests = ("infer", "callers")

    def __init__(self, arguments, limits):
        import numpy
        import onnx
        import onnxruntime

        self._numpy = numpy
        model, self.parameters = build(onnx, numpy, arguments.network)
        spins = arguments.spinning == "on"
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = arguments.threads
        options.inter_op_num_threads = 1
        options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        options.add_session_config_entry("session.intra_op.allow_spinning", str(int(spins)))
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )
        self.name = "onnxruntime" + ("" if spins else "-without-spinning")
        self.versions = {"onnxruntime": onnxruntime.__version__, "onnx": onnx.__version__}
        self.settings = limits | {
            "infer": "session.run, sequential, all optimizations, channels first",
            "session.intra_op.allow_spinning": int(spins),
        }

    def prepare(self, images):
        """Channels first, before any time is taken: programs that use ONNX hold their data so."""
        return self._numpy.ascontiguousarray(images.transpose(0, 3, 1, 2))

    def infer(self, images):
        return self._session.run(None, {"images": images})[0]


class Graph:
    """Nodes one after another, with random weights."""

    def __init__(self, onnx, numpy, shape):
        self._onnx = onnx
        self._numpy = numpy
        self._random = numpy.random.default_rng(1)
        self._nodes, self._weights = [], []
        self._last = "images"
        height, width, self._depth = shape
        self._input = ["N", self._depth, height, width]

    def convolution(self, filters, bias, size=3, strides=1):
        fan_in = size * size * self._depth
        weights = [self._normal((filters, self._depth, size, size), fan_in)]
        weights += [self._zeros(filters)] * bias
        self._add(
            "Conv",
            weights,
            kernel_shape=[size, size],
            pads=[size // 2] * 4,
            strides=[strides, strides],
        )
        self._depth = filters

    def here(self):
        """The tensor so far and its channels, to go back to with `go`."""
        return self._last, self._depth

    def go(self, place):
        self._last, self._depth = place

    def add(self, other):
        inputs, output = [self._last, other[0]], f"value{len(self._nodes)}"
        self._nodes.append(self._onnx.helper.make_node("Add", inputs, [output]))
        self._last = output

    def global_average(self):
        self._add("GlobalAveragePool")

    def relu(self):
        self._add("Relu")

    def max_pool(self):
        self._add("MaxPool", kernel_shape=[2, 2], strides=[2, 2])

    def batch_norm(self):
        scale, variance = (self._random.uniform(0.5, 1.5, self._depth) for _ in range(2))
        offset, mean = (self._random.normal(0, 0.1, self._depth) for _ in range(2))
        self._add("BatchNormalization", [scale, offset, mean, variance], epsilon=EPSILON)

    def flatten(self, pixels):
        self._add("Flatten", axis=1)
        self._depth *= pixels

    def dense(self, units):
        weights = [self._normal((self._depth, units), self._depth), self._zeros(units)]
        self._add("Gemm", weights)
        self._depth = units

    def softmax(self):
        self._add("Softmax", axis=-1)

    def _normal(self, shape, fan_in):
        return self._random.normal(0, (2 / fan_in) ** 0.5, shape)

    def _zeros(self, count):
        return self._numpy.zeros(count)

    def _add(self, kind, weights=(), **attributes):
        inputs, output = [self._last], f"value{len(self._nodes)}"
        for weight in weights:
            inputs.append(f"weight{len(self._weights)}")
            array = weight.astype(self._numpy.float32)
            self._weights.append(self._onnx.numpy_helper.from_array(array, inputs[-1]))
        node = self._onnx.helper.make_node(kind, inputs, [output], **attributes)
        self._nodes.append(node)
        self._last = output

    def finish(self, name):
        """The checked model, and how many weights it has, moving statistics included."""
        helper, floats = self._onnx.helper, self._onnx.TensorProto.FLOAT
        graph = helper.make_graph(
            self._nodes,
            name,
            [helper.make_tensor_value_info("images", floats, self._input)],
            [helper.make_tensor_value_info(self._last, floats, ["N", self._depth])],
            self._weights,
        )
        model = helper.make_model(
            graph,
            opset_imports=[helper.make_opsetid("", OPSET)],
            ir_version=IR_VERSION,
        )
        self._onnx.checker.check_model(model, full_check=True)
        counts = (int(self._numpy.prod(weight.dims)) for weight in self._weights)
        return model, sum(counts)


def build(onnx, numpy, network):
    makers = {"reference-cnn": reference_cnn, "vgg-style": vgg_style, "resnet-20": resnet_20}
    if network not in makers:
        raise protocol.Missing(f"{network}, which this peer does not build")
    graph = Graph(onnx, numpy, protocol.NETWORKS[network])
    makers[network](graph)
    return graph.finish(network)


def reference_cnn(graph):
    for filters in (32, 64):
        graph.convolution(filters, bias=True)
        graph.relu()
        graph.max_pool()
        graph.batch_norm()
    graph.flatten(7 * 7)
    graph.dense(128)
    graph.relu()
    graph.batch_norm()
    graph.dense(protocol.CLASSES)
    graph.softmax()


def vgg_style(graph):
    for filters in (32, 64, 128):
        for _ in range(2):
            graph.convolution(filters, bias=False)
            graph.batch_norm()
            graph.relu()
        graph.max_pool()
    graph.flatten(4 * 4)
    graph.dense(256)
    graph.relu()
    graph.dense(protocol.CLASSES)
    graph.softmax()


def resnet_20(graph):
    """He et al. 2015, section 4.2, with projection shortcuts; padding on both sides alike."""

    def normalized(filters, size, strides=1):
        graph.convolution(filters, bias=False, size=size, strides=strides)
        graph.batch_norm()

    normalized(16, 3)
    graph.relu()
    for filters in (16, 32, 64):
        for block in range(3):
            strides = 2 if block == 0 and filters > 16 else 1
            start = shortcut = graph.here()
            if strides == 2:
                normalized(filters, 1, strides)
                shortcut = graph.here()
                graph.go(start)
            normalized(filters, 3, strides)
            graph.relu()
            normalized(filters, 3)
            graph.add(shortcut)
            graph.relu()
    graph.global_average()
    graph.flatten(1)
    graph.dense(protocol.CLASSES)
    graph.softmax()


if __name__ == "__main__":
    main()
