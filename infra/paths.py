"""Where the checkout is, for what reads its files."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
