from .dataset import Dataset
from .download import DatasetFiles
from .drawing import Grey, Picture, centre, read_picture
from .edits import Edit, apply_edit
from .loading import data_root, is_available, load_dataset
from .sequence import as_sequence, normalise

__all__ = [
    "Dataset",
    "DatasetFiles",
    "Edit",
    "Grey",
    "Picture",
    "apply_edit",
    "as_sequence",
    "centre",
    "data_root",
    "is_available",
    "load_dataset",
    "normalise",
    "read_picture",
]
