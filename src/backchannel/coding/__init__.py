"""Story -> what it says: sentences, mentions, statements, events, status, channels."""
