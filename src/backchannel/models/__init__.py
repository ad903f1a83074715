"""Fitted weights, each with its card and the command that makes it."""
