"""Corrections of the ledger and recomputations."""
