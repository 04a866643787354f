"""The audit of the ledger."""
