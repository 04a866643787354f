"""A sample of the designs that learners are measured by: the evaluator agrees with the simulation."""

from tests.oracle.cases import all_cases, sample
from tests.oracle.compare import Row, compare, share_outside

SOME = 6
VISITS = 150_000


def test_a_sample_agrees_with_the_simulation() -> None:
    rows = [row for case in sample(all_cases(), SOME) for row in compare(case, VISITS, VISITS, VISITS).rows]
    assert len(rows) > SOME
    # make simulate finds one in twenty outside; a sample of a few designs may contain one of those designs
    assert share_outside(rows) <= 0.25, [row for row in rows if row.outside]


def test_a_figure_is_outside_beyond_its_limit_and_the_interval() -> None:
    row = Row("a/3 reference", "read", "p99", 108.0, 100.0, 1.5, 0.5)
    assert row.outside
    assert not row._replace(half=2.5).outside
    assert not row._replace(evaluated=93.0).outside
    assert row._replace(kind="mean", evaluated=104.0).outside
