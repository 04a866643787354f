"""The images, built once for all tests that run code, and a folder of content whose gates are locked."""

import shutil
from pathlib import Path

import pytest

from progressive_flow.grading.code.sealed.images import Images
from progressive_flow_judge.build import build_images
from progressive_flow_judge.paths import IMAGE
from progressive_flow_local.cli.content_lint import gate_lock
from progressive_flow_local.cli.content_lint.gate_lock import Entry
from tests.unit.grading.code.challenges import FOLDER
from tests.unit.grading.code.locked import FOUND, SLUGS, challenge, jobs, save


@pytest.fixture(scope="session")
def images() -> Images:
    if shutil.which("npm") is None:
        pytest.skip("Without npm there are no images.")
    build_images(IMAGE, print)
    return Images.load(IMAGE)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of content with two challenges, both of which are locked."""
    shutil.copy(FOLDER.parent / "tracks.yaml", tmp_path)
    for order, slug in enumerate(SLUGS, 1):
        save(tmp_path, challenge(slug, order))
    gate_lock.write(tmp_path, {job.name: Entry(content=job.content, found=FOUND) for job in jobs(tmp_path)})
    return tmp_path
