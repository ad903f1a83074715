"""Names and times -> actors with dated roles, calendar days, places."""
