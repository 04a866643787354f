"""The formulas, against numbers worked out by hand or printed in textbooks."""

from math import exp, factorial, sqrt

import pytest

from progressive_flow.grading.system_design.engine.queueing import (
    MAX_RHO,
    Lag,
    gamma_cdf,
    merge_lags,
    percentile,
    pool_lags,
    wait,
    waiting_chance,
)


def erlang_c(servers: int, offered: float) -> float:
    """The definition, summed term by term with exact factorials."""
    last = offered**servers / factorial(servers) * servers / (servers - offered)
    return last / (sum(offered**k / factorial(k) for k in range(servers)) + last)


@pytest.mark.parametrize(
    ("servers", "offered", "expected"),
    [
        (1, 0.5, 0.5),  # M/M/1: who arrives finds the server busy with chance rho
        (2, 1.0, 1 / 3),  # 2·rho² / (1 + rho) at rho = 1/2
        (3, 2.0, 4 / 9),
        (5, 4.0, 0.5541),  # tables of Erlang's second formula
        (10, 8.0, 0.4092),
        (20, 18.0, 0.5508),
    ],
)
def test_erlang_c_matches_published_values(servers: int, offered: float, expected: float) -> None:
    assert waiting_chance(servers, offered / servers) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("servers", [1, 2, 3, 7, 20, 60, 120])
@pytest.mark.parametrize("rho", [0.05, 0.3, 0.6, 0.9, 0.99])
def test_erlang_c_matches_its_definition(servers: int, rho: float) -> None:
    assert waiting_chance(servers, rho) == pytest.approx(erlang_c(servers, servers * rho), rel=1e-9, abs=1e-14)


def test_many_servers_need_few_steps_and_stay_accurate() -> None:
    # With a million servers, a group at 90 % never makes anyone wait; near full load the normal limit of Halfin and
    # Whitt holds: rho = 1 - b/sqrt(c) gives 1 / (1 + b·Phi(b)/phi(b)); for b = 1 that is 0.2233.
    servers = 1_000_000
    assert waiting_chance(servers, 0.9) == 0.0
    assert waiting_chance(servers, 1.0 - 1.0 / sqrt(servers)) == pytest.approx(0.2233, abs=2e-3)


def test_nobody_waits_without_load() -> None:
    assert waiting_chance(4, 0.0) == 0.0
    assert wait(4, 0.0, 1.0, 1.0) == (0.0, 0.0, 0.0)


def test_waiting_chance_falls_as_servers_are_added_at_equal_utilisation() -> None:
    chances = [waiting_chance(servers, 0.8) for servers in (1, 2, 4, 8, 16, 32)]
    assert chances == sorted(chances, reverse=True)


def test_one_exponential_server_waits_rho_over_one_minus_rho() -> None:
    found = wait(1, 0.8, 2.0, 1.0)
    assert found.mean == pytest.approx(0.8 / 0.2 * 2.0)
    # Waiting is 0 with chance 0.2, else exponential with mean 10: variance 2·0.8·100 - 8² = 96.
    assert found.variance == pytest.approx(96.0)
    assert found.chance == pytest.approx(0.8)


def test_two_exponential_servers_share_one_queue() -> None:
    # M/M/2 at rho = 1/2: a third of all wait, each 1 / (2·mu - lambda) = 2 s on average.
    assert wait(2, 0.5, 2.0, 1.0).mean == pytest.approx(2.0 / 3.0)


def test_constant_service_halves_the_wait() -> None:
    # Pollaczek-Khinchine: M/D/1 waits half as long as M/M/1.
    assert wait(1, 0.8, 2.0, 0.0).mean == pytest.approx(wait(1, 0.8, 2.0, 1.0).mean / 2)


def test_single_server_mean_is_pollaczek_khinchine_for_any_variation() -> None:
    rho, mean, scv = 0.7, 0.01, 3.5
    second_moment = mean * mean * (1 + scv)
    assert wait(1, rho, mean, scv).mean == pytest.approx(rho / mean * second_moment / (2 * (1 - rho)))


def test_overload_is_finite_and_still_shrinks_with_servers() -> None:
    waits = [wait(servers, 50.0 / servers, 1.0, 1.0).mean for servers in (1, 5, 25, 50)]
    assert waits == sorted(waits, reverse=True)
    assert wait(1, 50.0, 1.0, 1.0) == wait(1, MAX_RHO, 1.0, 1.0)


@pytest.mark.parametrize("at", [0.1, 0.5, 1.0, 2.0, 4.6])
def test_gamma_of_shape_one_is_exponential(at: float) -> None:
    assert gamma_cdf(at, 1.0, 1.0) == pytest.approx(1 - exp(-at), abs=0.01)


@pytest.mark.parametrize(
    ("degrees", "quantile", "value"),
    [(1, 0.99, 6.635), (2, 0.99, 9.210), (4, 0.99, 13.277), (10, 0.99, 23.209), (4, 0.5, 3.357), (10, 0.5, 9.342)],
)
def test_percentiles_match_chi_square_tables(degrees: int, quantile: float, value: float) -> None:
    # Chi-square with n degrees of freedom is a gamma with mean n and variance 2n.
    assert percentile([Lag(1.0, degrees, 2.0 * degrees)], quantile) == pytest.approx(value, rel=0.012)


def test_gamma_without_variance_is_a_step() -> None:
    assert gamma_cdf(0.999, 1.0, 0.0) == 0.0
    assert gamma_cdf(1.0, 1.0, 0.0) == 1.0
    assert gamma_cdf(-1.0, 1.0, 0.5) == 0.0
    assert gamma_cdf(0.0, 0.0, 0.0) == 1.0


def test_percentile_of_a_mixture_of_constants() -> None:
    lags = [Lag(0.9, 1.0, 0.0), Lag(0.1, 5.0, 0.0)]
    assert percentile(lags, 0.5) == pytest.approx(1.0)
    assert percentile(lags, 0.89) == pytest.approx(1.0)
    assert percentile(lags, 0.95) == pytest.approx(5.0)


def test_percentile_ignores_the_scale_of_shares() -> None:
    lags = [Lag(0.3, 1.0, 0.5), Lag(0.7, 2.0, 1.0)]
    scaled = [lag._replace(share=lag.share * 40) for lag in lags]
    assert percentile(scaled, 0.9) == pytest.approx(percentile(lags, 0.9))


def test_percentile_of_nothing_is_zero() -> None:
    assert percentile([], 0.99) == 0.0
    assert percentile([Lag(0.0, 1.0, 1.0)], 0.99) == 0.0


def test_pooling_keeps_mean_and_variance() -> None:
    pooled = pool_lags([Lag(0.5, 1.0, 0.0), Lag(0.5, 3.0, 0.0)])
    assert pooled == Lag(1.0, 2.0, 1.0)
    assert pool_lags([Lag(0.0, 4.0, 2.0)]) == Lag(0.0, 4.0, 2.0)


def test_merging_bounds_the_number_and_keeps_the_moments() -> None:
    lags = [Lag(0.01 * (at + 1), float(at % 17), 0.1 * at) for at in range(100)]
    merged = merge_lags(lags, 16)
    assert len(merged) <= 16
    before, after = pool_lags(lags), pool_lags(merged)
    assert after == pytest.approx(before)
    assert merge_lags(lags[:16], 16) == lags[:16]


def test_merging_does_not_depend_on_the_order() -> None:
    lags = [Lag(0.01, float(at * 7 % 41), float(at % 3)) for at in range(60)]
    assert merge_lags(lags[::-1], 8) == merge_lags(lags, 8)
