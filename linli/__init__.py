"""Linli 邻里: the open platform on which a city's neighbourhoods get things done."""

__version__ = "0.1.0"
