"""Lets `python -m progressive_flow.cli` work where the console script is not installed."""

from progressive_flow.cli import main

main()
