"""PyTorch, eager or compiled, as a peer of Lamina's benchmarks."""

import shutil

import protocol


def main():
    arguments = protocol.parse_arguments(__doc__, mode=["eager", "compiled"])
    limits = protocol.limit_threads(arguments.threads)
    limits["malloc"] = protocol.keep_freed_memory()
    protocol.serve(arguments, lambda: TorchPeer(arguments, limits))


class TorchPeer:
    """channels_last, fused Adam, cross-entropy on logits; loss and accuracy are read every step."""

    def __init__(self, arguments, limits):
        import torch

        compiled = arguments.mode == "compiled"
        if compiled and not any(map(shutil.which, ("g++", "clang++", "cl"))):
            raise protocol.Missing("a C++ compiler, for torch.compile")
        torch.set_num_threads(arguments.threads)
        torch.manual_seed(1)
        self._torch = torch
        model = build(torch.nn, arguments.network).to(memory_format=torch.channels_last)
        self._model = model
        self._optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, eps=1e-7, fused=True)
        self._loss = torch.nn.CrossEntropyLoss()
        self._train = torch.compile(self._train_step) if compiled else self._train_step
        self._forward = torch.compile(model, mode="max-autotune") if compiled else model
        self.parameters = parameter_count(model)
        self.name = f"torch-{arguments.mode}"
        self.versions = {"torch": torch.__version__}
        self.settings = limits | {
            "step": "channels_last, fused Adam" + (", torch.compile of the step" * compiled),
            "infer": "channels_last" + (", torch.compile max-autotune" * compiled),
        }

    def _train_step(self, images, labels):
        self._optimizer.zero_grad(set_to_none=True)
        logits = self._model(images)
        loss = self._loss(logits, labels)
        loss.backward()
        self._optimizer.step()
        return loss.detach(), (logits.argmax(1) == labels).sum()

    def step(self, images, labels):
        self._model.train()
        loss, correct = self._train(self._tensor(images), self._torch.from_numpy(labels))
        return loss.item(), correct.item()

    def infer(self, images):
        self._model.eval()
        with self._torch.inference_mode():
            return self._forward(self._tensor(images)).softmax(1).numpy()

    def _tensor(self, images):
        """NumPy's NHWC memory is a channels_last tensor as it is."""
        return self._torch.from_numpy(images).permute(0, 3, 1, 2)


def parameter_count(model):
    """As Keras counts: moving statistics included, the counter of batches not."""
    buffers = (value for name, value in model.named_buffers() if "running" in name)
    return sum(value.numel() for value in (*model.parameters(), *buffers))


def build(nn, network):
    makers = {"reference-cnn": reference_cnn, "vgg-style": vgg_style, "resnet-20": resnet_20}
    return makers[network](nn)


def batch_norm(nn, channels, dimensions=2):
    """With Keras's defaults; PyTorch's momentum is one minus Keras's."""
    norm = nn.BatchNorm2d if dimensions == 2 else nn.BatchNorm1d
    return norm(channels, eps=1e-3, momentum=0.01)


def reference_cnn(nn):
    layers, depth = [], 1
    for filters in (32, 64):
        layers += [
            nn.Conv2d(depth, filters, 3, padding=1),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(2),
            batch_norm(nn, filters),
            nn.Dropout(0.25),
        ]
        depth = filters
    layers += [nn.Flatten(), nn.Linear(7 * 7 * 64, 128), nn.ReLU(inplace=True)]
    layers += [batch_norm(nn, 128, 1), nn.Dropout(0.5), nn.Linear(128, protocol.CLASSES)]
    return nn.Sequential(*layers)


def vgg_style(nn):
    layers, depth = [], 3
    for filters in (32, 64, 128):
        for _ in range(2):
            layers += [
                nn.Conv2d(depth, filters, 3, padding=1, bias=False),
                batch_norm(nn, filters),
                nn.ReLU(inplace=True),
            ]
            depth = filters
        layers.append(nn.MaxPool2d(2))
    layers += [nn.Flatten(), nn.Linear(4 * 4 * 128, 256), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.Linear(256, protocol.CLASSES))


def resnet_20(nn):
    """He et al. 2015, section 4.2, with projection shortcuts."""

    def normalized(depth, filters, size, stride=1):
        convolution = nn.Conv2d(depth, filters, size, stride, padding=size // 2, bias=False)
        return nn.Sequential(convolution, batch_norm(nn, filters))

    class Block(nn.Module):
        def __init__(self, depth, filters):
            super().__init__()
            stride = 1 if depth == filters else 2
            self.first = normalized(depth, filters, 3, stride)
            self.second = normalized(filters, filters, 3)
            self.shortcut = normalized(depth, filters, 1, 2) if stride == 2 else nn.Identity()
            self.relu = nn.ReLU(inplace=True)

        def forward(self, x):
            return self.relu(self.second(self.relu(self.first(x))) + self.shortcut(x))

    layers, depth = [normalized(3, 16, 3), nn.ReLU(inplace=True)], 16
    for filters in (16, 32, 64):
        for _ in range(3):
            layers.append(Block(depth, filters))
            depth = filters
    layers += [nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, protocol.CLASSES)]
    return nn.Sequential(*layers)


if __name__ == "__main__":
    main()
