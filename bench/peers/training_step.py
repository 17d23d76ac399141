"""training_step.py mlp|lenet|resnet8|resnet20 STEPS contiguous|channels_last: gradient and momentum step of a batch of 128, in torch."""
import sys

import torch
from torch import nn
from torch.nn import functional

from one_run import THREADS, measure

BATCH = 128


class Block(nn.Module):
    """Two convolutions and a shortcut."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(outputs)
        same = stride == 1 and inputs == outputs
        self.shortcut = nn.Identity() if same else nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        path = self.norm2(self.conv2(functional.relu(self.norm1(self.conv1(x)), inplace=True)))
        return functional.relu(path + self.shortcut(x), inplace=True)


def resnet(blocks):
    layers, channels = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU(inplace=True)], 16
    for outputs in (16, 32, 64):
        for block in range(blocks):
            layers.append(Block(channels, outputs, 2 if block == 0 and outputs > 16 else 1))
            channels = outputs
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))


if __name__ == "__main__":
    name, steps, layout = sys.argv[1], int(sys.argv[2]), sys.argv[3]
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    model = {"mlp": mlp, "lenet": lenet, "resnet8": lambda: resnet(1), "resnet20": lambda: resnet(3)}[name]()
    shape = (3, 32, 32) if name.startswith("resnet") else (1, 28, 28)
    inputs, labels = torch.randn(BATCH, *shape), torch.arange(BATCH) % 10
    if layout == "channels_last":
        model, inputs = model.to(memory_format=torch.channels_last), inputs.to(memory_format=torch.channels_last)
    optimizer = torch.optim.SGD(model.parameters(), 0.01, momentum=0.9, weight_decay=1e-4)

    def step():
        optimizer.zero_grad()
        functional.cross_entropy(model(inputs), labels).backward()
        optimizer.step()

    for _ in range(10):
        step()
    measure(step, steps, value=lambda _: sum(p.numel() for p in model.parameters()))
