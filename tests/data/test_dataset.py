"""A dataset in memory."""

from rnn_demo.data import Dataset


def test_moving_a_dataset_moves_all_its_tensors(sample: Dataset) -> None:
    moved = sample.to("meta")
    tensors = (moved.train_images, moved.train_labels, moved.test_images, moved.test_labels)
    assert {tensor.device.type for tensor in tensors} == {"meta"}
    assert moved.name == "mnist-sample"
