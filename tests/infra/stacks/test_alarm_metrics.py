"""What alarms read: endpoints by domain, the proxy's lent connections, requests past CloudFront."""

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.http.origin import REFUSALS
from tests.infra.conftest import Synthesized
from tests.infra.stacks.test_monitoring import alarms, every_watched_stage
from tests.infra.templates import Templates


@every_watched_stage
def test_endpoints_are_watched_by_domain_and_where_they_give_no_answer(synthesized: Synthesized, stage: str) -> None:
    templates = synthesized(stage)
    by_name = alarms(templates)
    for domain in {endpoint.route.domain for endpoint in registry.endpoints()}:
        alarm = by_name[f"progressive-flow-endpoints-{domain}"]
        dimensions = {row["Name"]: row["Value"] for row in alarm["Dimensions"]}
        assert (alarm["MetricName"], alarm["Statistic" if "Statistic" in alarm else "ExtendedStatistic"]) == (
            "duration_ms", "SampleCount"
        )  # fmt: skip
        assert dimensions == {"domain": domain, "outcome": "5xx"}
    silent = by_name["progressive-flow-endpoints-without-answer"]
    (counted,) = (
        row.properties
        for row in templates.all("AWS::Logs::MetricFilter")
        if row.properties["MetricTransformations"][0]["MetricName"] == silent["MetricName"]
    )
    assert counted["FilterPattern"] == '{ $.function_error != "-" }', "integrationErrorMessage of the access log"
    assert templates.at("api", counted["LogGroupName"]).type == "AWS::Logs::LogGroup"


def test_the_proxys_alarm_counts_what_it_has_lent(prod: Templates) -> None:
    queries = alarms(prod)["progressive-flow-proxy-connections"]["Metrics"]
    read = {row["Id"]: row["MetricStat"]["Metric"]["MetricName"] for row in queries if "MetricStat" in row}
    assert read == {"lent": "DatabaseConnectionsCurrentlyBorrowed", "allowed": "MaxDatabaseConnectionsAllowed"}


def test_requests_past_cloudfront_are_an_alarm(prod: Templates) -> None:
    assert alarms(prod)["progressive-flow-edge-bypassed"]["MetricName"] == REFUSALS
