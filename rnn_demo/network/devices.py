"""The devices of this machine on which a network can be trained."""

import torch

from rnn_demo.errors import DeviceUnavailable
from rnn_demo.experiment.records import Device


def find_device(name: str) -> torch.device:
    """The device that ``name`` (as in `RunConfig.device`) means on this machine.

    Raises:
        DeviceUnavailable: it does not exist here.
    """
    here = [device.name for device in list_devices()]
    cpu, *gpus = here
    wanted = {"auto": gpus[0] if gpus else cpu, "cuda": "cuda:0"}.get(name, name)
    if wanted not in here:
        raise DeviceUnavailable(
            f"The device {name} does not exist on this machine. Choose auto or one of these: {', '.join(here)}."
        )
    return torch.device(wanted)


def list_devices() -> list[Device]:
    """The devices on which this machine can train; the CPU comes first."""
    names = ["cpu", *(f"cuda:{index}" for index in range(torch.cuda.device_count()))]
    if torch.backends.mps.is_available():
        names.append("mps")
    return [Device(name, describe_device(torch.device(name))) for name in names]


def describe_device(device: torch.device) -> str:
    """``device`` in words: its name, and what it is."""
    if device.type == "cuda":
        return f"{device}: {torch.cuda.get_device_name(device)}"
    return "CPU" if device.type == "cpu" else "Apple GPU"
