"""What a network makes of a picture, in words, and which of its states it judges by."""

from rnn_demo.experiment.config import RunConfig

# What stands in the place of a prediction where there is none.
DIVERGED = (
    "The states of this network are no longer finite numbers, because its training had diverged by then. It predicts "
    "nothing. Choose an earlier moment of its training."
)
BLANK = "This picture is blank, so there is nothing to read yet. Draw or choose a digit, and the network reads it."


def reading(prediction: str, probability: float, truth: str | None) -> str:
    """What a network takes a picture for, and whether that is right where the ``truth`` is known. Markdown."""
    verdict = "" if truth is None else " (right)" if truth == prediction else f" (wrong: it is {truth})"
    return f"reads this as **{prediction}** with {probability:.0%}{verdict}"


def read_as(prediction: str, truth: str | None) -> str:
    """The same in as few words as there are: "is 5, read as 3 (wrong)". Markdown."""
    if truth is None:
        return f"read as **{prediction}**"
    return f"is **{truth}**, read as **{prediction}** ({'right' if prediction == truth else 'wrong'})"


def read_out(config: RunConfig) -> str:
    """What the prediction of a network of ``config`` is made from, as a part of a sentence."""
    step = config.reading.step
    layer = f" in layer {config.num_layers}" if config.num_layers > 1 else ""
    if config.readout == "mean":
        return f"the mean of the states at all {config.reading.num_steps} {step}s{layer}"
    if not config.bidirectional:
        return f"the last state{layer}"
    match config.readout:
        case "final":
            return f"each direction's own last state{layer}"
        case "last":
            return f"both states at the last {step}{layer}"
        case "every_row":
            return f"the mean of its logits at all {config.reading.num_steps} {step}s"


def shuffled(config: RunConfig) -> str:
    """What a row is where the rows come in another order than on paper; nothing elsewhere."""
    if not config.reading.is_shuffled:
        return ""
    return "The rows come in another order than on paper: row t is here the t-th that is read, counted from 0."
