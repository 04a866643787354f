"""A learner's figures: dashboard, stats, ledger, streak, achievements."""
