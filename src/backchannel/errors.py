"""Every error the package raises on purpose, named by who must act.

BackchannelError
  BadInput       the document or event file at hand is wrong: its owner must act
    UnknownFormat    no reader knows this content
    NotEnglish       the text is in a language that is not coded yet
  BadRule        a file under ``rules/`` or ``ontology/`` is wrong: a contributor must act; so is a user's own table of
                 actors: its owner must
  BadModel       a model is missing, or does not fit this version: an administrator must act
  BadQuestion    a question cannot be answered as asked: the asker must act
  BadLedger      the ledger cannot be opened or is of another version: its keeper must act

A message says what is wrong, where, and what would be right.
"""


class BackchannelError(Exception):
    """Root of all errors raised on purpose."""


class BadInput(BackchannelError):
    """A document or event file cannot be read."""


class UnknownFormat(BadInput):
    """No reader knows what this content is."""


class NotEnglish(BadInput):
    """The text is in a language that is not coded."""


class BadRule(BackchannelError):
    """A rule or table that ships with the package, or a user's own table, is malformed."""


class BadModel(BackchannelError):
    """A model is missing or does not fit the code."""


class BadQuestion(BackchannelError):
    """A question names unknown actors, types or impossible days."""


class BadLedger(BackchannelError):
    """A ledger cannot be opened, or was made by another version."""
