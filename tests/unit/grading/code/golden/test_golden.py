"""The judge gives the stored verdicts: a change that alters one is seen, and is another version of the judge."""

import pytest

from progressive_flow.grading.code.sealed.images import Images
from tests.unit.grading.code.golden import stored

SLUGS = stored.slugs()


@pytest.mark.parametrize("slug", SLUGS)
def test_the_verdicts_are_those_that_are_stored(slug: str, images: Images) -> None:
    before, now = stored.read(slug), stored.judged(slug, images)
    found = list(stored.differences(before, now))
    lines = "\n".join(line for line, _ in found)
    if any(is_judge for _, is_judge in found):
        message = "The judge gives other verdicts: raise JUDGE_VERSION (grading/code/versions.py), then `make golden`."
        assert not found, f"{message}\n{lines}"
    assert not found, f"The task has changed, and with it verdicts: read them, then `make golden`.\n{lines}"
    assert before == now, "The version or the hash of a task is another one: `make golden`."


@pytest.mark.parametrize("slug", SLUGS)
def test_each_level_has_right_weak_and_wrong_ways(slug: str) -> None:
    for number, level in stored.read(slug)["levels"].items():
        kinds = [each["kind"] for each in level["submissions"]]
        assert set(kinds) == set(stored.KINDS), number
        assert len({each["name"] for each in level["submissions"]}) == len(kinds) >= 8, number
        for each in level["submissions"]:
            score, passed = each["verdict"]["score"], each["verdict"]["passed"]
            assert (score == 100) == (each["kind"] == "right"), each["name"]
            assert not (passed and each["kind"] == "wrong"), each["name"]
