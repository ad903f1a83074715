"""PLOVER, countries, actors, places: tables of facts, sources named in each."""
