"""A code task whose only right way is its solution: a problem of the platform's own, a warning of an organization's."""

import pytest

from progressive_flow.learning.publishing.gates import examine
from progressive_flow.learning.publishing.reports import CheckFinding
from tests.support.code_attempts import SLUG, document

LONE = CheckFinding(
    place="levels.0.task.other_solutions",
    message="level 1: is empty: write the task in another right way, so that its checks are known to ask for no way in"
    " particular",
)


@pytest.mark.parametrize("is_public", [True, False])
def test_a_task_with_one_right_way_is_named(is_public: bool) -> None:
    examined = examine("challenge", SLUG, document(other_solutions=[]), is_public=is_public)
    assert examined.problems == ([LONE] if is_public else [])
    assert examined.warnings == ([] if is_public else [LONE])


@pytest.mark.parametrize("is_public", [True, False])
def test_nothing_stands_against_one_with_others(is_public: bool) -> None:
    examined = examine("challenge", SLUG, document(), is_public=is_public)
    assert (examined.problems, examined.warnings) == ([], [])
