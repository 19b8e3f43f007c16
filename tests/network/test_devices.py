"""The devices of this machine by name."""

import pytest
import torch

from rnn_demo.errors import DeviceUnavailable
from rnn_demo.network import describe_device, find_device, list_devices


def test_devices_of_this_machine() -> None:
    devices = list_devices()
    assert (devices[0].name, devices[0].label) == ("cpu", "CPU")
    assert len([one for one in devices if one.name.startswith("cuda")]) == torch.cuda.device_count()
    for one in devices:
        assert str(find_device(one.name)) == one.name
        assert describe_device(find_device(one.name)) == one.label


def test_auto_takes_the_first_gpu_if_there_is_one() -> None:
    names = [one.name for one in list_devices()]
    assert str(find_device("auto")) == (names[1] if len(names) > 1 else "cpu")


def test_missing_device_is_refused_with_those_there_are() -> None:
    missing = f"cuda:{torch.cuda.device_count() + 7}"
    with pytest.raises(DeviceUnavailable) as caught:
        find_device(missing)
    names = ", ".join(one.name for one in list_devices())
    assert str(caught.value) == (
        f"The device {missing} does not exist on this machine. Choose auto or one of these: {names}."
    )
