"""A whole network in plain NumPy, float64, in which states, gates and units can be meddled with. An oracle."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from rnn_demo.network import RowClassifier
from tests.introspect.networks import Doubles, logits_by_hand

ORDERS = {"lstm": "ifgo", "gru": "rzn", "rnn": "h"}

# What is done to h or c (H,) after a step, and to a gate (H,): (layer, direction, step, values) and (layer, direction,
# gate, values).
Meddle = Callable[[int, int, int, Doubles], Doubles]
MeddleGate = Callable[[int, int, str, Doubles], Doubles]


def sigmoid(a: Doubles) -> Doubles:
    return 1 / (1 + np.exp(-a))


def read_by_hand(
    model: RowClassifier,
    x: Doubles,
    meddle: Meddle = lambda layer, direction, step, values: values,
    meddle_gate: MeddleGate = lambda layer, direction, gate, values: values,
) -> tuple[Doubles, dict[tuple[int, int, str], Doubles]]:
    """The logits (10,) for one sequence ``x`` (T, F), and every gate's values (T, H) by layer, direction and name."""
    config = model.config
    weights = {name: value.double().numpy() for name, value in model.state_dict().items()}
    size, gates = config.hidden_size, {}
    for layer in range(config.num_layers):
        halves = []
        for direction in range(config.num_directions):
            suffix = f"_l{layer}{'_reverse' if direction else ''}"
            w_ih, w_hh, b_ih, b_hh = (
                weights[f"rnn.{kind}{suffix}"] for kind in ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
            )
            h = c = np.zeros(size)
            states = np.zeros((len(x), size))
            for name in ORDERS[config.cell]:
                gates[layer, direction, name] = np.zeros((len(x), size))
            for step in range(len(x))[:: -1 if direction else 1]:
                a, s = w_ih @ x[step] + b_ih, w_hh @ h + b_hh
                part = {name: slice(k * size, (k + 1) * size) for k, name in enumerate(ORDERS[config.cell])}

                def gate(name: str, value: Doubles, layer: int = layer, direction: int = direction) -> Doubles:
                    return meddle_gate(layer, direction, name, value)

                now: dict[str, Doubles] = {}
                if config.cell == "rnn":
                    h = np.maximum(a + s, 0) if config.nonlinearity == "relu" else np.tanh(a + s)
                    now["h"] = h
                elif config.cell == "gru":
                    r = now["r"] = gate("r", sigmoid(a[part["r"]] + s[part["r"]]))
                    z = now["z"] = gate("z", sigmoid(a[part["z"]] + s[part["z"]]))
                    n = now["n"] = np.tanh(a[part["n"]] + r * s[part["n"]])
                    h = (1 - z) * n + z * h
                else:
                    i, f, o = (gate(name, sigmoid((a + s)[part[name]])) for name in "ifo")
                    g = np.tanh((a + s)[part["g"]])
                    now |= {"i": i, "f": f, "g": g, "o": o}
                    c = meddle(layer, direction, step, f * c + i * g)
                    h = o * np.tanh(c)
                h = meddle(layer, direction, step, h)
                states[step] = h
                for name, values in now.items():
                    gates[layer, direction, name][step] = values
            halves.append(states)
        x = np.concatenate(halves, axis=1)
    by_torch_s_names = weights["head.weight"], weights["head.bias"]
    logits: NDArray[np.float64] = logits_by_hand([half[None] for half in halves], *by_torch_s_names, config)[0]
    return logits, gates
