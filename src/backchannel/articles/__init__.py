"""Page -> Story: readers, furniture, metadata."""
