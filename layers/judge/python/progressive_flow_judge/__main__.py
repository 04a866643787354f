"""`python -m progressive_flow_judge`: build the images that run a learner's code."""

import argparse
from pathlib import Path

from progressive_flow_judge.build import build_images
from progressive_flow_judge.paths import IMAGE


def main() -> None:
    """Build the images, with a line for each part of the work."""
    parser = argparse.ArgumentParser(prog="python -m progressive_flow_judge", description=main.__doc__)
    parser.add_argument("--folder", type=Path, default=IMAGE, help="where the images go")
    folder = parser.parse_args().folder.resolve()
    built = build_images(folder, lambda line: print(line, flush=True))
    print(f"The images are in {folder}." if built else f"The images in {folder} are up to date.")


if __name__ == "__main__":
    main()
