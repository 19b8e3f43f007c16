"""The trained networks that come with this package, as a store would tell of them; without torch and without writing."""
