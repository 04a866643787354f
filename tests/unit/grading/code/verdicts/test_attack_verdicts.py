"""Whatever is submitted, its verdict holds: a quarter of all attacks, by kind. `make attacks` judges every one."""

import pytest

from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.verdicts.holding import hold
from tests.unit.grading.code.verdicts.submissions import SLUGS, Submission, every, part


@pytest.mark.parametrize("submission", part(), ids=lambda each: f"{each.name} ({each.way})")
def test_a_verdict_holds(submission: Submission, images: Images) -> None:
    assert hold(submission, images).problems == ()


def test_there_are_many_of_every_runtime() -> None:
    names = {(submission.slug, submission.name) for submission in every()}
    assert len(names) >= 900
    assert set(SLUGS.values()) <= {slug for slug, _ in names}
