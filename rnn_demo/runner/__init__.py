"""The training side: a runner that claims queued runs, and the workers that train them."""
