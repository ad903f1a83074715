"""Story -> statements: who says what, by which words."""

from backchannel.coding.statements.find import find_statements

__all__ = ["find_statements"]
