"""What pages and terminal may call: whatever they do with runs, digits and trained networks goes through here.

Importing this module does not load torch; the verbs that need it load it when they are first called.
"""

from collections.abc import Hashable
from functools import partial

from rnn_demo import network
from rnn_demo.experiment.config import RunConfig
from rnn_demo.experiment.records import Run
from rnn_demo.library.networks import built_in_runs
from rnn_demo.service.cache import Cache
from rnn_demo.service.digits import Digits
from rnn_demo.service.networks import LoadModel, Network
from rnn_demo.service.runs import Runs
from rnn_demo.store import open_store

CACHE_BYTES = 256 << 20


class Service:
    """One store and what can be done with it and with the runs that ship with the package.

    May be shared by any number of threads.

    ``runs`` trains and watches, ``digits`` shows digits, and a `Network` is there to be looked into.
    """

    def __init__(self, store_url: str) -> None:
        self._store = open_store(store_url)
        self._cache = Cache(CACHE_BYTES)
        self.runs = Runs(self._store)
        self.digits = Digits(self._cache)

    def network(self, run: Run, step: int) -> Network:
        """The network of ``run`` as it was after ``step`` steps."""
        weights = built_in_runs()[run.id].weights if run.built_in else partial(self._store.weights, run.id)
        return self._network((run.id, step), run.config, lambda: network.load_model(run.config, weights(step)))

    def untrained(self, config: RunConfig) -> Network:
        """The network of ``config`` before its first step."""
        return self._network(("untrained", config), config, lambda: network.build_model(config).eval())

    def close(self) -> None:
        """Give back what the store holds. The service is not used afterwards."""
        self._store.close()

    def _network(self, key: Hashable, config: RunConfig, load: LoadModel) -> Network:
        return Network(key, config, self.digits.shown_dataset(config), load, self.digits, self._cache)
