"""Entries -> store, occurrences, boards, search, imports."""
