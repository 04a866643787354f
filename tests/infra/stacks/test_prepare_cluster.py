"""The preparation works under RDS's restrictions: the master user is no superuser, and the cluster is empty."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import psycopg
import pytest
from psycopg import conninfo

from progressive_flow.kernel.declarations import registry
from progressive_flow.kernel.declarations.models import LOGIN_ROLES
from progressive_flow.operations import migrations
from progressive_flow.operations.database_setup import rds
from progressive_flow_local import postgres
from tests.support.clouds import simulated_aws

MASTER = """
create role rds_iam nologin;
create role master login createdb createrole password 'of rds: @/?';
grant rds_iam to master with admin option;
grant pg_monitor to master with admin option
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[postgres.Server]:
    """A separate cluster, because roles are shared by all databases of a cluster."""
    found = postgres.start(tmp_path_factory.mktemp("rds"), durable=False, dies_with_parent=True)
    with psycopg.connect(found.admin_url, autocommit=True) as connection:
        for statement in MASTER.split(";"):
            connection.execute(statement.encode())
    yield found
    found.stop()


@pytest.fixture
def deployed(server: postgres.Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """The function's environment, except for TLS, which the embedded server does not support."""
    for name in ("AWS_DEFAULT_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "us-east-1")
    monkeypatch.setenv("AWS_REGION", "us-east-1")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    at = conninfo.conninfo_to_dict(server.admin_url)
    monkeypatch.setenv("DATABASE_HOST", "127.0.0.1")
    monkeypatch.setenv("DATABASE_PORT", str(at["port"]))
    monkeypatch.setenv("DATABASE_NAME", "progressive_flow")
    monkeypatch.setenv("DATABASE_CA", "/opt/rds.pem")
    with simulated_aws():
        text = json.dumps({"username": "master", "password": "of rds: @/?"})
        secret = boto3.client("secretsmanager").create_secret(Name="master", SecretString=text)
        monkeypatch.setenv("DATABASE_SECRET", secret["ARN"])
        yield dict(at)


def test_tls_is_verified_with_the_regions_certificates(deployed: dict[str, Any]) -> None:
    token, password = (conninfo.conninfo_to_dict(url) for url in rds.master_urls())
    for found in (token, password):
        assert (found["sslmode"], found["sslrootcert"]) == ("verify-full", "/opt/rds.pem")
        assert (found["user"], found["dbname"]) == ("master", "postgres")
    assert password["password"] == "of rds: @/?"
    assert "Action=connect&DBUser=master&" in str(token["password"]), "signed here, as every function's"


def refuse_passwords(server: postgres.Server) -> None:
    """Treat members of `rds_iam` as RDS does: another method than the password, here the one that accepts any token."""
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        row = connection.execute("select current_setting('hba_file'), pg_has_role('master', 'rds_iam', 'member')")
        file, member = row.fetchone() or ("", False)
        assert member
        rules = Path(file)
        rules.write_text(f"host all +rds_iam 127.0.0.1/32 trust\n{rules.read_text()}")
        connection.execute("select pg_reload_conf()")


def test_a_master_without_superuser_prepares_and_the_migrator_migrates(
    server: postgres.Server, deployed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    verified = rds.master_urls
    urls = [url.replace("verify-full", "disable") for url in verified()]
    monkeypatch.setattr(rds, "master_urls", lambda: urls)
    prepare = registry.load("functions.operations.prepare_cluster")
    assert rds._accepted(urls) == urls[1], "before the roles are prepared, the password"
    reports = [prepare({}, None)]
    refuse_passwords(server)
    assert rds._accepted(urls) == urls[0], "afterwards the token"
    reports.append(prepare({}, None))  # each deploy that changes the roles runs it again
    assert reports[0] == reports[1] == {"database": "progressive_flow", "roles": list(LOGIN_ROLES)}
    with psycopg.connect(server.admin_url) as connection:
        rows = connection.execute(
            "select rolname, rolcanlogin, pg_has_role(rolname, 'rds_iam', 'member') from pg_roles where rolname = any(%s)",
            [list(LOGIN_ROLES)],
        ).fetchall()
        assert sorted(rows) == [(role, True, True) for role in sorted(LOGIN_ROLES)]
        operators = (
            "select pg_has_role('read_only', 'pg_monitor', 'usage') and pg_has_role('scheduler', 'pg_monitor', 'usage')"
        )
        assert connection.execute(operators).fetchone() == (True,), "who read the text of slow queries"
        owner = connection.execute("select pg_get_userbyid(datdba) from pg_database where datname = 'progressive_flow'")
        assert owner.fetchone() == ("migrator",)
        connection.execute("alter role migrator password 'only here'")
    url = f"postgresql://migrator:only%20here@127.0.0.1:{deployed['port']}/progressive_flow"
    report = migrations.run(url, on_step=migrations.quiet)
    assert report.applied
