"""Backchannel reads the news for signals between states and other political actors."""

from importlib.metadata import version

__version__ = version("backchannel")
