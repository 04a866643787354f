"""A package, so that helpers import from it and not from the `tests` some distribution ships by mistake."""
