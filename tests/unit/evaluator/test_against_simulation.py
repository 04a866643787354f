"""The analytic model against a discrete-event simulation of the same queues.

Tolerances are asserted up to a utilisation of 0.9; nearer to full load both the approximation and a simulation of
affordable length lose their meaning.
"""

from typing import Any

import ciw
import pytest
from progressive_flow.evaluator.model import ways
from progressive_flow.evaluator.queueing import percentile, wait
from progressive_flow.evaluator.stations import station_wait

from tests.unit.evaluator.drawings import Design, draw, model_of, op

Records = list[Any]


def simulate(rate: float, stations: list[tuple[int, Any]], customers: int, seed: int) -> list[Records]:
    """Records by customer of a line of stations (servers, service distribution), the first tenth left out."""
    count = len(stations)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate), *[None] * (count - 1)],
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
    return float(sum(record.waiting_time for each in customers for record in each) / len(customers))


def sojourn(customers: list[Records], quantile: float) -> float:
    times = sorted(sum(record.waiting_time + record.service_time for record in each) for each in customers)
    return float(times[int(quantile * len(times))])


@pytest.mark.parametrize(
    ("servers", "rho", "tolerance"),
    [(1, 0.5, 0.06), (4, 0.7, 0.08), (3, 0.9, 0.10)],
)
def test_mean_wait_of_exponential_servers(servers: int, rho: float, tolerance: float) -> None:
    rate = servers * rho
    customers = simulate(rate, [(servers, ciw.dists.Exponential(1.0))], 40_000, seed=11)
    assert wait(servers, rho, 1.0, 1.0).mean == pytest.approx(mean_wait(customers), rel=tolerance)


@pytest.mark.parametrize(("scv", "shape"), [(0.25, 4.0), (0.5, 2.0)])
def test_allen_cunneen_for_steadier_service(scv: float, shape: float) -> None:
    servers, rho = 4, 0.85
    service = ciw.dists.Gamma(shape=shape, scale=1.0 / shape)
    customers = simulate(servers * rho, [(servers, service)], 40_000, seed=5)
    assert wait(servers, rho, 1.0, scv).mean == pytest.approx(mean_wait(customers), rel=0.10)


def test_two_classes_pooled_at_one_station() -> None:
    # 60 % of requests take 1, 40 % take 4: the wait depends on the mixture, not on the mean alone.
    design = draw({"c": "client", "db": ("database", {"units": 1})}, "c>db")
    found = model_of(design, op("a", rps=500.0), op("b", kind="write", rps=350.0))
    station = found.stations[1]
    rate = 850.0
    service = ciw.dists.HyperExponential([1000 / 2.0, 1000 / 5.0], [500 / rate, 350 / rate])
    customers = simulate(rate, [(4, service)], 40_000, seed=3)
    assert station.rho == pytest.approx((500 * 2.001 + 350 * 5.001) / 4000)
    assert station_wait(station).mean == pytest.approx(mean_wait(customers), rel=0.10)


LINE: Design = draw({"c": "client", "app": ("app_server", {"units": 2}), "db": "database"}, "c>app>db")


@pytest.mark.parametrize(
    ("rps", "mean_tolerance", "p99_tolerance"),
    [(500.0, 0.03, 0.06), (750.0, 0.05, 0.08), (900.0, 0.08, 0.10)],
)
def test_mean_and_percentiles_along_a_path(rps: float, mean_tolerance: float, p99_tolerance: float) -> None:
    found = model_of(LINE, op(rps=rps, payload_bytes=0))
    lags = ways(found)
    stations = [(2, ciw.dists.Exponential(1 / 0.002)), (4, ciw.dists.Exponential(1 / 0.002))]
    customers = simulate(rps, stations, 40_000, seed=17)
    assert found.stations[1].rho <= 0.9
    mean = sum(sum(record.waiting_time + record.service_time for record in each) for each in customers) / len(customers)
    assert lags[0].mean == pytest.approx(mean, rel=mean_tolerance)
    assert percentile(lags, 0.99) == pytest.approx(sojourn(customers, 0.99), rel=p99_tolerance)
    assert percentile(lags, 0.50) == pytest.approx(sojourn(customers, 0.50), rel=0.10)
