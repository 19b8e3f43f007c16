from .devices import describe_device, find_device, list_devices
from .evaluation import accuracy, evaluate, in_batches
from .model import RowClassifier, build_model, count_parameters, load_model, save_weights
from .state import TrainingState
from .training import is_milestone, train

__all__ = [
    "RowClassifier",
    "TrainingState",
    "accuracy",
    "build_model",
    "count_parameters",
    "describe_device",
    "evaluate",
    "find_device",
    "in_batches",
    "is_milestone",
    "list_devices",
    "load_model",
    "save_weights",
    "train",
]
