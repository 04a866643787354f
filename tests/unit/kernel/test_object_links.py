"""Addresses of objects lead to the bucket's own region: a global host would redirect a form, which browsers refuse."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from progressive_flow.kernel import aws, objects


@pytest.fixture
def frankfurt(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the functions run in Frankfurt, without an endpoint of their own; signing needs no network."""
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    for name, value in (("ACCESS_KEY_ID", "key"), ("SECRET_ACCESS_KEY", "secret"), ("DEFAULT_REGION", "eu-central-1")):
        monkeypatch.setenv(f"AWS_{name}", value)
    aws.forget()
    yield
    aws.forget()


@pytest.mark.usefixtures("frankfurt")
def test_links_and_forms_name_the_region() -> None:
    host = "made-media.s3.eu-central-1.amazonaws.com"
    assert urlsplit(objects.link("made-media", "media/a/b", 900)).netloc == host
    form = aws.objects().generate_presigned_post("made-media", "quarantine/a")
    assert urlsplit(form["url"]).netloc == host
