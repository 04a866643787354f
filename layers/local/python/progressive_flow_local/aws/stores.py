"""The buses and the buckets, as a deployment makes them."""

from progressive_flow_local.invocation import REGION

EVENT_BUS = "progressive-flow"
ISOLATED_BUS = "progressive-flow-isolated"
MEDIA = "progressive-flow-media"
BUCKETS = ("progressive-flow-archive", "progressive-flow-exports", MEDIA)


def environment() -> dict[str, str]:
    """Return the settings by which functions find them."""
    buses = {"EVENT_BUS": EVENT_BUS, "ISOLATED_BUS": ISOLATED_BUS}
    return {**buses, "ARCHIVE_BUCKET": BUCKETS[0], "EXPORT_BUCKET": BUCKETS[1], "MEDIA_BUCKET": MEDIA}


def prepare(endpoint: str) -> None:
    """Make what is not there yet."""
    import boto3  # noqa: PLC0415 - a third of a second

    session = boto3.session.Session("local", "local", region_name=REGION)  # nobody checks who signs
    events = session.client("events", endpoint_url=endpoint)
    buses = [bus.get("Name") for bus in events.list_event_buses()["EventBuses"]]
    for name in (EVENT_BUS, ISOLATED_BUS):
        if name not in buses:
            events.create_event_bus(Name=name)
    objects = session.client("s3", endpoint_url=endpoint)
    there = {bucket.get("Name") for bucket in objects.list_buckets()["Buckets"]}
    for bucket in BUCKETS:
        if bucket not in there:
            objects.create_bucket(Bucket=bucket)
