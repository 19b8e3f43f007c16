"""The words of the pages, each explained in a sentence or two, and which of them stand in which view."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from rnn_demo.experiment.catalogue import CELLS
from rnn_demo.experiment.config import RunConfig


class Term(NamedTuple):
    """A word of the pages: its ``symbol`` in LaTeX, or "", and what it means, in Markdown."""

    name: str
    symbol: str
    meaning: str


_TERMS = (
    # What is read
    Term("time step", "t", "The network never sees a picture at once. At each time step it reads one line of it: a row, "
         "a column, or with *pixels* a single pixel."),
    Term("row", "", "28 pixels side by side, what a network reads at one time step unless it was set to read by columns "
         "or pixels. Rows are counted from 0 at the top to 27."),
    Term("blank", "", "Without ink: all its pixels are 0."),
    Term("class", "", "What a picture can be: for digits one of 0 to 9. The *label* is the class that it really is of."),
    Term("training and test digits", "", "The network learns from training digits. Test digits are kept from it: they "
         "show what it does with pictures that it never learned from."),
    # What does the reading
    Term("hidden state", "h_t", "What the network remembers after time step *t*: one number for each hidden unit. The "
         "next time step starts from it."),
    Term("hidden unit", "", "One of the numbers of the hidden state, and the weights that compute it. A picture of "
         "states has a column for each unit."),
    Term("layer", "", "A recurrent network of its own. Layer 1 reads the picture, each other one the hidden states of "
         "the layer below; the head reads the top layer."),
    Term("direction", "", "A network with both directions reads the picture twice, with separate weights: forward from "
         "the first line and backward from the last."),
    Term("forward state", r"\overrightarrow{h}_t", "The hidden state of the direction that reads from the first line on. "
         "At line *t* it has read the lines up to *t*."),
    Term("backward state", r"\overleftarrow{h}_t", "The hidden state of the direction that reads from the last line up. "
         "At line *t* it has read the last line, and all others down to *t*; so its own end is line 0."),
    Term("cell", "", "What happens at one time step: the equations that make the new hidden state from the old one and "
         "from what is read. Here *rnn* (one plain equation), *gru* or *lstm* (with gates)."),
    # Gates
    Term("gate", "", "Numbers between 0 and 1, computed at each time step for each unit, by which something is multiplied: "
         "0 shuts it off, 1 lets all of it through. An lstm has three, a gru two."),
    Term("input gate", "i_t", "How much of the new content enters the cell state of an lstm."),
    Term("forget gate", "f_t", "How much of the old cell state of an lstm stays: at 1 all of it, at 0 nothing."),
    Term("output gate", "o_t", "How much of the cell state of an lstm shows in its hidden state."),
    Term("reset gate", "r_t", "How much of the old hidden state the new content of a gru looks at."),
    Term("update gate", "z_t", "How much of the old hidden state of a gru stays: at 1 all of it, at 0 nothing."),
    Term("new content", "g_t, n_t", "What a cell would write at this time step, between -1 and 1: *g* in an lstm, *n* in "
         "a gru. It is drawn beside the gates, but it is none."),
    Term("cell state", "c_t", "The memory of an lstm beside its hidden state. It may leave -1 to 1; the output gate "
         "decides what of it shows."),
    # Weights
    Term("weights", "", "The numbers that training changes, also called *parameters*. The same weights are used at "
         "every time step."),
    Term("input weights", "W_{ih}", "The weights on what is read: a row for each hidden unit (and gate), a column for "
         "each pixel that is read at one time step."),
    Term("recurrent weights", "W_{hh}", "The weights on the hidden state of the time step before: from each unit to "
         "each unit."),
    Term("bias", "b", "A weight that is added whatever is read."),
    # The answer
    Term("head", "", "The last layer: it turns hidden states into one number for each class."),
    Term("read-out", "", "Which hidden states the head gets: *final* (each direction's own last one), *last* (those at "
         "the last line), *mean* (their mean) or *every_row* (all, one after the other)."),
    Term("logit", "", "The number that the head gives a class, of any size. The largest wins."),
    Term("softmax", "p", "Turns the logits into *probabilities*: between 0 and 1, adding up to 1. They say how sure "
         "the network is, which is not how often it is right."),
    Term("prediction", "", "The class with the largest probability: what the network answers."),
    Term("belief", "", "The network's own answer, as probabilities, while all lines after this one are still blank "
         "(*prefix probabilities*). At the last line it is the answer to the whole picture."),
    Term("step probabilities", "", "What the head says of the hidden states of one time step alone, though it was trained "
         "on the read-out: what those states already hold."),
    Term("vote", "", "What a direction adds to the logit of each class. Forward vote, backward vote and bias add up to it."),
    # Training
    Term("loss", "", "How surprised the network is by the right answers: the cross-entropy, minus the logarithm of the "
         "right class's probability. Guessing among ten classes gives 2.3; a perfect answer 0."),
    Term("accuracy", "", "The share of pictures whose prediction is right."),
    Term("chance level", "", "What always naming the commonest class gets: about one picture of ten. Charts draw "
         "a line there."),
    Term("confusion matrix", "", "How many test digits of each class were read as which. What is right stands on the "
         "diagonal, mistakes beside it in a colour of their own."),
    Term("batch", "", "The training digits of one step."),
    Term("step", "", "One change of the weights, after reading one batch of digits."),
    Term("epoch", "", "As many steps as it takes to show every training digit once."),
    Term("moment", "", "The network as it was after some step of its training: a *snapshot* of its weights that was kept."),
    Term("optimizer", "", "The rule that makes a step out of the gradient: *adam*, *adamw*, *rmsprop*, or *sgd* (with "
         "a momentum of 0.9)."),
    Term("learning rate", "", "What the optimizer multiplies a step with: larger learns faster, until the loss jumps."),
    Term("schedule", "", "How the learning rate changes in the course of the training."),
    Term("seed", "", "The number from which all random choices follow: first weights, the order of the digits, dropout."),
    Term("dropout", "", "While training, a random part of the states between two layers is set to 0, so that none is "
         "relied on alone."),
    Term("overfitting", "", "Learning the training digits by heart: their loss falls on while that of the test digits "
         "rises."),
    Term("divergence", "", "Steps so large that the loss grows instead of falling, until it is no number any more."),
    # Gradients and memory
    Term("gradient", r"\partial L / \partial h_t", "How much the loss would change if a number changed a little. By a "
         "hidden state: how much what was read up to there still counts."),
    Term("vanishing gradient", "", "A gradient that shrinks at each time step it is traced back, until the network can "
         "hardly learn anything from the lines that were read first."),
    Term("clipping", "", "A gradient longer than the limit is shortened to it before the step."),
    Term("eigenvalue", r"\lambda", "By which factor the recurrent weights stretch (above 1) or shrink (below 1) a "
         "direction of the state at each time step; complex ones turn it as well. Squashing and gates come on top."),
    Term("spectral radius", r"\rho", "The largest size of an eigenvalue of the recurrent weights."),
    Term("timescale", r"-1/\ln f", "After how many time steps a memory has faded to 37%, if its forget gate stays at *f* "
         "and nothing is added."),
    # Looking inside
    Term("saturated", "", "A state beyond ±0.95. There the squashing function is nearly flat, so that a gradient hardly "
         "gets through it."),
    Term("dead unit", "", "A unit whose state never leaves ±0.05, whatever is read."),
    Term("principal axis", "", "A direction in which the states of many digits differ most; each axis differs from "
         "those before it. The share behind its name is how much of all differences it shows."),
    Term("lesion", "", "A unit, a direction or a gate that is switched off in a trained network, to see what it was for."),
)  # fmt: skip

GLOSSARY: Mapping[str, Term] = {term.name: term for term in _TERMS}

_STATES = ("time step", "hidden state", "hidden unit", "forward state", "backward state")
_GATES = ("gate", "forget gate", "input gate", "output gate", "reset gate", "update gate", "new content", "cell state")

# The terms that not every network has to do with, and whether one has.
_HAS: Mapping[str, Callable[[RunConfig], bool]] = {
    **dict.fromkeys(("gate", "new content", "timescale"), lambda config: bool(CELLS[config.cell].gates)),
    **dict.fromkeys(("input gate", "forget gate", "output gate"), lambda config: config.cell == "lstm"),
    **dict.fromkeys(("reset gate", "update gate"), lambda config: config.cell == "gru"),
    **dict.fromkeys(("direction", "backward state"), lambda config: config.bidirectional),
    "cell state": lambda config: CELLS[config.cell].has_cell_state,
    "layer": lambda config: config.num_layers > 1,
    "saturated": lambda config: config.cell != "rnn" or config.nonlinearity == "tanh",
    "row": lambda config: config.reading.line == "row",
}

# The terms of each view, by the view's name in the URL; "probe" and "curves" are the two halves of the page Train.
VIEW_TERMS: Mapping[str, tuple[str, ...]] = {
    "probe": (*_STATES, "belief", "prediction", "softmax"),
    "curves": ("loss", "accuracy", "step", "batch", "epoch", "training and test digits", "overfitting", "chance level",
               "confusion matrix"),
    "states": (*_STATES, "layer", "belief", *_GATES),
    "steps": ("head", "step probabilities", "read-out", "forward state", "backward state", "prediction"),
    "votes": ("vote", "logit", "bias", "head", "direction", "softmax"),
    "wrong-end": ("read-out", "direction", "forward state", "backward state", "prediction", "blank"),
    "units": ("hidden unit", "direction", "layer", "saturated", "dead unit"),
    "space": ("principal axis", "hidden state", "direction", "time step", "class"),
    "weights": ("weights", "input weights", "recurrent weights", "bias", "hidden unit", "time step"),
    "erase": ("hidden state", "cell state", "time step", "prediction", "softmax"),
    "gates": (*_GATES, "timescale", "hidden unit"),
    "lesions": ("lesion", "hidden unit", "direction", "gate", "accuracy", "chance level"),
    "ribbon": ("gradient", "vanishing gradient", "time step", "forward state", "backward state", "moment", "clipping",
               "eigenvalue", "spectral radius"),
    "forgetting": ("accuracy", "chance level", "blank", "direction", "hidden state"),
    "rows": ("accuracy", "chance level", "blank", "row", "softmax"),
    "order": ("accuracy", "chance level", "row", "time step"),
}  # fmt: skip


def terms_of(view: str, configs: Sequence[RunConfig]) -> list[Term]:
    """The terms of the view called ``view``, as far as one of the networks shown there has to do with them."""
    needed = [name for name in VIEW_TERMS[view] if name not in _HAS or any(map(_HAS[name], configs))]
    return [GLOSSARY[name] for name in needed]
