"""Story -> actors: who a name, a surname, a description or a pronoun is."""

from backchannel.coding.mentions.find import find_actors

__all__ = ["find_actors"]
