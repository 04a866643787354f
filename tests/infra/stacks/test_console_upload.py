"""The console's files arrive in the bucket: the library's function, with what the template gives it, copies them in moto."""

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from progressive_flow.kernel.declarations import console
from tests.infra.bundle_smoke_tests import moto_aws
from tests.infra.cloudformation import deploying
from tests.infra.conftest import Synthesized
from tests.infra.constructs.role_policies import actions
from tests.infra.templates import UPLOADER, Resource, Templates

BUCKET, REGION = "console", "us-east-1"
ACCESS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
}
# The function as it is, but for the place of its command line and the answer to CloudFormation.
PROGRAM = """
import json, subprocess, sys
import index
cli, events = sys.argv[1], json.loads(sys.stdin.read())
index.aws_command = lambda *given: subprocess.check_call([sys.executable, cli, *given], stdout=subprocess.DEVNULL)
index.cfn_send = lambda event, context, status, **_: print(status)
for event in events:
    index.handler(event, None)
"""


def uploads(templates: Templates) -> list[Resource]:
    """Return the uploads in their order."""
    found = {each.id: each for each in templates.all("Custom::CDKBucketDeployment")}
    (last,) = (each for each in found.values() if found.keys() & set(each.whole["DependsOn"]))
    return [*(each for each in found.values() if each is not last), last]


def filled(value: Any) -> Any:
    """Return a property as CloudFormation resolves it, with a reference as its name."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return [filled(item) for item in value]
    if not isinstance(value, dict):
        return value
    ((name, given), *others) = value.items() or [("", None)]
    if not others and name in FUNCTIONS:
        return FUNCTIONS[name](given)
    return {key: filled(item) for key, item in value.items()}


FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "Fn::Join": lambda given: "".join(map(filled, given[1])),
    "Fn::Sub": lambda _given: deploying.BUCKET,
    "Fn::GetAtt": lambda given: given[0],
    "Ref": lambda given: BUCKET if given.startswith("ConsoleBucket") else given,
}


def archives(templates: Templates, events: list[Any]) -> dict[str, bytes]:
    """Return what a deploy uploads for these events, by its key."""
    keys = {key for event in events for key in event["ResourceProperties"]["SourceObjectKeys"]}
    return {key: deploying.zipped(templates.out / f"asset.{key.partition('.')[0]}") for key in keys}


def copying(templates: Templates) -> Resource:
    """Return the library's function."""
    (found,) = (each for each in templates.all("AWS::Lambda::Function") if each.properties["Handler"] == UPLOADER)
    return found


def run(templates: Templates, events: list[Any], tools: Path, endpoint: str) -> subprocess.CompletedProcess[str]:
    """Run the function for each event in turn, in a process of its own."""
    function = copying(templates)
    layer = templates.at(function.stack, function.properties["Layers"][0]).properties["Content"]["S3Key"]
    with zipfile.ZipFile(templates.out / f"asset.{layer}") as packed:
        packed.extractall(tools)
    code = templates.out / f"asset.{function.properties['Code']['S3Key'].partition('.')[0]}"
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tools / "awscli" / "aws")],
        input=json.dumps(events),
        env={**os.environ, **ACCESS, "AWS_ENDPOINT_URL": endpoint, "PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def store(synthesized: Synthesized, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of a bucket into which a deploy has written, over a file of the deploy before."""
    prod = synthesized("prod")
    events = [
        {"RequestType": "Create", "ResourceProperties": filled(prod.followed(each.properties))}
        for each in uploads(prod)
    ]
    with moto_aws.serving() as endpoint:
        session = boto3.session.Session("local", "local", region_name=REGION)
        client: Any = session.client("s3", endpoint_url=endpoint)
        for bucket in (BUCKET, deploying.BUCKET):
            client.create_bucket(Bucket=bucket)
        client.put_object(Bucket=BUCKET, Key="assets/app-of-before.js", Body=b"")
        for key, body in archives(prod, events).items():
            client.put_object(Bucket=deploying.BUCKET, Key=key, Body=body)
        ran = run(prod, events, tmp_path_factory.mktemp("tools"), endpoint)
        assert ran.stdout.split() == ["SUCCESS"] * 2, ran.stderr[-3000:]
        yield client


def test_every_file_arrives_but_the_preview_and_earlier_ones_stay(store: Any) -> None:
    keys = [entry["Key"] for entry in store.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert keys == ["assets/app-4f2a.js", "assets/app-of-before.js", "config.json", "index.html"]


@pytest.mark.parametrize("key", ["assets/app-4f2a.js", "index.html", "config.json"])
def test_a_file_says_how_long_browsers_keep_it(store: Any, key: str) -> None:
    kept = store.head_object(Bucket=BUCKET, Key=key)["CacheControl"]
    assert kept == ("public, max-age=31536000, immutable" if key.startswith("assets/") else "no-cache")
    assert kept == console.cache_control(f"/{key}")


def test_a_file_says_what_it_is(store: Any) -> None:
    """A browser that is to believe the type runs no script of another."""
    kinds = {key: store.head_object(Bucket=BUCKET, Key=key)["ContentType"] for key in ("index.html", "config.json")}
    assert kinds == {"index.html": "text/html", "config.json": "application/json"}
    assert store.head_object(Bucket=BUCKET, Key="assets/app-4f2a.js")["ContentType"].endswith("/javascript")


def test_the_settings_are_those_of_the_deploy(store: Any) -> None:
    issuer = "https://cognito-idp.us-east-1.amazonaws.com/PoolD3F588B8"
    media = "https://MediaDelivery7D24D02D"
    assert json.loads(store.get_object(Bucket=BUCKET, Key="config.json")["Body"].read()) == {
        "authority": issuer,
        "metadata_url": f"{issuer}/.well-known/openid-configuration",
        "client_id": "PoolClient8A3E5EB7",
        "preview_origin": media,
        "media_origin": media,
    }


def test_what_pages_load_arrives_before_the_page_that_loads_it(prod: Templates) -> None:
    assets, pages = (each.properties for each in uploads(prod))
    assert (assets["Exclude"], assets["Include"]) == (["*"], ["assets/*"])
    assert pages["Exclude"] == ["assets/*"]
    assert (assets["Prune"], pages["Prune"]) == (False, False)


def test_the_function_writes_this_bucket_and_reads_what_was_uploaded_for_it(prod: Templates) -> None:
    role = prod.role_of(copying(prod))
    allowed = actions(role)
    assert allowed.keys() == {"logs:CreateLogStream", "logs:PutLogEvents", "s3:ListBucket", "s3:PutObject"}
    assert filled(allowed["s3:PutObject"]) == ["ConsoleBucket86B6957C/*"]
    (policy,) = (each for each in prod.all("AWS::IAM::Policy") if {"Ref": role.id} in each.properties["Roles"])
    (read,) = policy.properties["PolicyDocument"]["Statement"]
    uploaded = {key for each in uploads(prod) for key in each.properties["SourceObjectKeys"]}
    assert read["Action"] == "s3:GetObject"
    assert sorted(filled(read["Resource"])) == sorted(f"arn:aws:s3:::{deploying.BUCKET}/{key}" for key in uploaded)
