"""The Train page explained to somebody who has never seen a hidden state."""

import streamlit as st

from rnn_demo.experiment.config import RunConfig

GUIDE = """
- **Picture.** The network never sees a digit at once. It reads {read_at_once} at a time, {num_steps} time steps in all,
  and keeps what matters in its *hidden state*: one number for each hidden unit. Press **Play the reading** to watch it.
- **Forward states ↓.** Line *t* is the hidden state of the top layer after reading from the first {line} to {line} *t*;
  each column is one hidden unit. Blue is negative, orange positive, and the scale is always -1 to 1, so what changes on
  the screen changes in the network. (States of a *relu* network can be larger; they show in full colour.)
- **Backward states ↑.** With *both directions* a second set of weights reads from the last {line} back. Read this panel
  upwards: line *t* is the state after reading the last {line} back to {line} *t*.
- **Belief.** What the network would say if everything after that {line} were still blank. The last line is its
  prediction for the whole picture.
- **Loss** says how surprised the network is by the right answers (cross-entropy; guessing among ten classes gives 2.3),
  **accuracy** how many it gets right. *Training* counts the digits it is learning from, *test* digits that it never
  learns from: where the two part, the network learns by heart.
- **Step, batch, epoch.** At each step the weights are changed a little, after looking at one batch of digits. An epoch
  is over when every training digit has been shown once.
"""


def reading_guide(config: RunConfig | None) -> None:
    """Show the explanation, folded up, for a network of ``config``, or of the usual one where there is none."""
    reading = (config or RunConfig()).reading
    read_at_once = "one pixel" if reading.step == "pixel" else f"one {reading.step} of {reading.num_features} pixels"
    with st.expander("How to read this page", icon=":material/help:"):
        st.markdown(GUIDE.format(read_at_once=read_at_once, num_steps=reading.num_steps, line=reading.line))
