"""The images, built once for all tests that run code."""

import shutil

import pytest

from progressive_flow.grading.code.sealed.images import Images
from progressive_flow_judge.build import build_images
from progressive_flow_judge.paths import IMAGE


@pytest.fixture(scope="session")
def images() -> Images:
    if shutil.which("npm") is None:
        pytest.skip("Without npm there are no images.")
    build_images(IMAGE, print)
    return Images.load(IMAGE)
