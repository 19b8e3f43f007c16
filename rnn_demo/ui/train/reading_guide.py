"""The Train page explained to somebody who has never seen a hidden state."""

import streamlit as st

GUIDE = """
- **Picture.** The network never sees a digit at once. It reads one row of 28 pixels at a time, 28 time steps in all,
  and keeps what matters in its *hidden state*: one number for each hidden unit.
- **Forward states ↓.** Line *t* is the hidden state after reading from the top down to row *t*; each column is one
  hidden unit. Blue is negative, orange positive, and the scale is always -1 to 1, so what changes on the screen changes
  in the network. (States of a *relu* network can be larger; they show in full colour.)
- **Backward states ↑.** With *both directions* a second set of weights reads from the bottom up. Read this picture
  upwards: line *t* is the state after reading the last row up to row *t*.
- **Belief.** What the network would answer if everything after that row were still blank. The last line is its answer.
- **Loss** says how surprised the network is by the right answers (cross-entropy; guessing among ten classes gives 2.3),
  **accuracy** how many it gets right. *Training* counts the digits it is learning from, *test* digits that it never
  learns from: where the two part, the network learns by heart.
- **Step, batch, epoch.** At each step the weights are changed a little, after looking at one batch of digits. An epoch
  is over when every training digit has been shown once.
"""


def reading_guide() -> None:
    """Show the explanation, folded up."""
    with st.expander("How to read this page", icon=":material/help:"):
        st.markdown(GUIDE)
