"""Checks of a restored copy against the database that it is a copy of."""
