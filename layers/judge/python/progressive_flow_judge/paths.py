"""Where the sources of the images are, and where the images go."""

from pathlib import Path

LAYER = Path(__file__).parents[2]
NODE_MODULES = LAYER / "node_modules"
IMAGE = LAYER / "image"
