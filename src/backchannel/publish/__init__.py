"""Records -> files and briefs."""
