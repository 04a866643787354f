"""The analytic model against a discrete-event simulation of the same queues.

Tolerances are asserted up to a utilisation of 0.9; nearer to full load both the approximation and a simulation of
affordable length lose their meaning. Events are slow to simulate, so those runs are short and their tolerances
are mostly their own sampling error (two to three standard errors); the long runs by recursion have the tight ones.
"""

import random
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import accumulate
from typing import Any

import ciw
import pytest
from ciw import dists

from progressive_flow.grading.system_design.engine.model import ways
from progressive_flow.grading.system_design.engine.queueing import Lag, percentile, wait
from progressive_flow.grading.system_design.engine.stations import station_wait
from tests.unit.grading.system_design.small_designs import Design, draw, model_of, op

Records = list[Any]
Service = Callable[[random.Random], float]


def simulate(rate: float, stations: list[tuple[int, Any]], customers: int, seed: int) -> list[Records]:
    """Records by customer of a line of stations (servers, service distribution), the first tenth left out."""
    count = len(stations)
    network = ciw.create_network(
        arrival_distributions=[dists.Exponential(rate), *[None] * (count - 1)],
        service_distributions=[service for _, service in stations],
        number_of_servers=[servers for servers, _ in stations],
        routing=[[1.0 if to == at + 1 else 0.0 for to in range(count)] for at in range(count)],
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(customers, method="Finish")
    found: dict[int, Records] = {}
    for record in simulation.get_all_records():
        found.setdefault(record.id_number, []).append(record)
    complete = [found[key] for key in sorted(found) if len(found[key]) == count]
    return complete[len(complete) // 10 :]


def mean_wait(customers: list[Records]) -> float:
    return float(sum(record.waiting_time for customer in customers for record in customer) / len(customers))


def sojourn(customers: list[Records], quantile: float) -> float:
    times = sorted(sum(record.waiting_time + record.service_time for record in customer) for customer in customers)
    return float(times[int(quantile * len(times))])


@pytest.mark.parametrize(
    ("servers", "rho", "tolerance"),
    [(1, 0.5, 0.06), (4, 0.7, 0.08), (3, 0.9, 0.15)],
)
def test_mean_wait_of_exponential_servers(servers: int, rho: float, tolerance: float) -> None:
    rate = servers * rho
    customers = simulate(rate, [(servers, dists.Exponential(1.0))], 30_000, seed=11)
    assert wait(servers, rho, 1.0, 1.0).mean == pytest.approx(mean_wait(customers), rel=tolerance)


@pytest.mark.parametrize(("scv", "shape"), [(0.25, 4.0), (0.5, 2.0)])
def test_the_factor_for_steadier_service(scv: float, shape: float) -> None:
    servers, rho = 4, 0.85
    service = dists.Gamma(shape=shape, scale=1.0 / shape)
    customers = simulate(servers * rho, [(servers, service)], 25_000, seed=5)
    assert wait(servers, rho, 1.0, scv).mean == pytest.approx(mean_wait(customers), rel=0.20)


def test_two_classes_pooled_at_one_station() -> None:
    # 60 % of requests take 1, 40 % take 4: the wait depends on the mixture, not on the mean alone.
    design = draw({"c": "client", "db": ("database", {"units": 1})}, "c>db")
    found = model_of(design, op("a", rps=500.0), op("b", kind="write", rps=350.0))
    station = found.stations[1]
    rate = 850.0
    service = dists.HyperExponential([500.0, 200.0], [500 / rate, 350 / rate])
    customers = simulate(rate, [(4, service)], 30_000, seed=3)
    assert station.rho == pytest.approx((500 * 2.001 + 350 * 5.001) / 4000)
    assert station_wait(station).mean == pytest.approx(mean_wait(customers), rel=0.25)


def test_two_classes_agree_with_a_long_run() -> None:
    design = draw({"c": "client", "db": "database"}, "c>db")
    station = model_of(design, op("a", rps=500.0), op("b", kind="write", rps=350.0)).stations[1]

    def mixed(draw_from: random.Random) -> float:
        return draw_from.expovariate(500.0 if draw_from.random() < 500 / 850 else 200.0)

    times = line_of_queues(850.0, [4], mixed, 300_000, seed=1)
    assert station_wait(station).mean + station.service == pytest.approx(sum(times) / len(times), rel=0.03)


def overall(lags: list[Lag]) -> float:
    return sum(lag.share * lag.mean for lag in lags) / sum(lag.share for lag in lags)


LINE: Design = draw({"c": "client", "app": ("app_server", {"units": 2}), "db": "database"}, "c>app>db")


def line_of_queues(rate: float, servers: list[int], service: Service, customers: int, seed: int) -> list[float]:
    """Sorted times through a line of first-come-first-served stations, by Kiefer and Wolfowitz' recursion:
    ten times as many customers a second as an event simulation, hence tighter tolerances.
    """
    draw_from = random.Random(seed)  # noqa: S311
    arrivals = list(accumulate(draw_from.expovariate(rate) for _ in range(customers)))
    times = arrivals
    for count in servers:
        free = [0.0] * count
        order = sorted(range(customers), key=times.__getitem__)
        ends = [0.0] * customers
        for customer in order:
            begin = max(times[customer], heappop(free))
            ends[customer] = begin + service(draw_from)
            heappush(free, ends[customer])
        times = ends
    return sorted(end - arrival for end, arrival in zip(times, arrivals, strict=True))


@pytest.mark.parametrize(
    ("rps", "customers", "mean_tolerance", "p99_tolerance"),
    [(500.0, 20_000, 0.03, 0.08), (700.0, 25_000, 0.06, 0.15), (900.0, 50_000, 0.15, 0.30)],
)
def test_mean_and_p99_along_a_path_agree_with_events(
    rps: float, customers: int, mean_tolerance: float, p99_tolerance: float
) -> None:
    found = model_of(LINE, op(rps=rps, payload_bytes=0))
    lags = ways(found)
    stations = [(2, dists.Exponential(1 / 0.002)), (4, dists.Exponential(1 / 0.002))]
    served = simulate(rps, stations, customers, seed=17)
    mean = sum(record.waiting_time + record.service_time for records in served for record in records) / len(served)
    assert found.stations[1].rho <= 0.9
    assert overall(lags) == pytest.approx(mean, rel=mean_tolerance)
    assert percentile(lags, 0.99) == pytest.approx(sojourn(served, 0.99), rel=p99_tolerance)


@pytest.mark.parametrize(
    ("rps", "mean_tolerance", "p99_tolerance"),
    [(500.0, 0.01, 0.03), (750.0, 0.02, 0.04), (900.0, 0.05, 0.08)],
)
def test_mean_and_percentiles_along_a_path_agree_with_a_long_run(
    rps: float, mean_tolerance: float, p99_tolerance: float
) -> None:
    lags = ways(model_of(LINE, op(rps=rps, payload_bytes=0)))
    times = line_of_queues(rps, [2, 4], lambda draw_from: draw_from.expovariate(500.0), 300_000, seed=2)
    assert overall(lags) == pytest.approx(sum(times) / len(times), rel=mean_tolerance)
    assert percentile(lags, 0.99) == pytest.approx(times[int(0.99 * len(times))], rel=p99_tolerance)
    assert percentile(lags, 0.50) == pytest.approx(times[len(times) // 2], rel=0.04)
