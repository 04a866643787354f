"""Lets `python -m progressive_flow_local.cli` work where the console script is not installed."""

from progressive_flow_local.cli import main

main()
