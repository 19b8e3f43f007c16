"""The network, its training and its tests."""
