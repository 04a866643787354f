"""How deployed code reaches its database, and what a stage that people rely on refuses to run with."""

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
import pytest
from moto.utilities.utils import load_resource
from psycopg import conninfo, sql

from progressive_flow.kernel import production_guard
from progressive_flow.kernel.database import connections, iam_connection, iam_token, transactions, url
from progressive_flow.kernel.database.connections import NoConnectionError
from progressive_flow.kernel.errors import MissingSettingError
from progressive_flow.kernel.production_guard import UnsafeSettingsError
from tests.support import made_up, tokens
from tests.support.wire import call
from tests.unit.kernel.tls_help import certify, relay

SAFE = {
    "PROGRESSIVE_FLOW_STAGE": "prod",
    "DATABASE_IAM": "1",
    "DATABASE_HOST": "db.proxy-abc.eu-central-1.rds.amazonaws.com",
    "AWS_REGION": "eu-central-1",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://127.0.0.1:9001/credentials",
    "AWS_LAMBDA_RUNTIME_API": "127.0.0.1:9001",
}


@pytest.fixture
def deployed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """The environment of a deployed function of a stage with nothing at stake."""
    for name, value in {**SAFE, "PROGRESSIVE_FLOW_STAGE": "dev"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    for name in ("DATABASE_URL", "DATABASE_PORT", "DATABASE_NAME", "DATABASE_USER"):
        monkeypatch.delenv(name, raising=False)
    for role in ("MIGRATOR", "APPLICATION", "SCHEDULER", "READ_ONLY"):
        monkeypatch.delenv(f"{role}_DATABASE_URL", raising=False)
    (tmp_path / "ca.pem").touch()
    monkeypatch.setenv("DATABASE_CA", str(tmp_path / "ca.pem"))
    iam_token.forget()
    connections.disconnect()
    yield monkeypatch
    connections.disconnect()
    iam_token.forget()


def test_iam_signs_in_over_verified_tls(deployed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    parts = urlsplit(url.database_url("scheduler"))
    assert (parts.hostname, parts.port, parts.path) == (SAFE["DATABASE_HOST"], 5432, "/progressive_flow")
    assert parts.username == "scheduler"
    assert unquote(parts.password or "") == iam_token.token(SAFE["DATABASE_HOST"], 5432, "scheduler", "eu-central-1")
    wanted = {"sslmode": "verify-full", "sslrootcert": str(tmp_path / "ca.pem"), "connect_timeout": "3"}
    assert parse_qs(parts.query) == {name: [value] for name, value in wanted.items()}


def test_libpq_understands_the_address(deployed: pytest.MonkeyPatch) -> None:
    deployed.setenv("DATABASE_PORT", "6432")
    deployed.setenv("DATABASE_NAME", "flow/../1")
    deployed.setenv("DATABASE_USER", "flow app")
    found = conninfo.conninfo_to_dict(url.database_url("application"))
    assert (found["user"], found["dbname"], str(found["port"])) == ("flow app", "flow/../1", "6432")
    assert str(found["password"]).startswith(f"{SAFE['DATABASE_HOST']}:6432/?Action=connect&DBUser=flow%20app&")


def test_another_server_is_signed_in_to_by_a_token_of_its_own(deployed: pytest.MonkeyPatch) -> None:
    parts = urlsplit(url.database_url("scheduler", "restored.example.com"))
    assert parts.hostname == "restored.example.com"
    token = iam_token.token("restored.example.com", 5432, "scheduler", "eu-central-1")
    assert (
        unquote(parts.password or "")
        == token
        != iam_token.token(SAFE["DATABASE_HOST"], 5432, "scheduler", "eu-central-1")
    )


@pytest.mark.parametrize("name", ["DATABASE_HOST", "AWS_REGION"])
def test_what_is_missing_is_named(deployed: pytest.MonkeyPatch, name: str) -> None:
    deployed.delenv(name)
    with pytest.raises(MissingSettingError, match=name):
        url.database_url("application")


def test_the_systems_certificates_are_found_where_it_has_some(deployed: pytest.MonkeyPatch, tmp_path: Path) -> None:
    deployed.delenv("DATABASE_CA")
    deployed.setattr(iam_connection, "SYSTEM_CAS", (str(tmp_path / "none.pem"), str(tmp_path / "ca.pem")))
    assert parse_qs(urlsplit(url.database_url("application")).query)["sslrootcert"] == [str(tmp_path / "ca.pem")]
    deployed.setattr(iam_connection, "SYSTEM_CAS", (str(tmp_path / "none.pem"),))
    with pytest.raises(MissingSettingError, match="DATABASE_CA"):
        url.database_url("application")


def test_credentials_that_do_not_come_are_a_database_that_is_not_there(deployed: pytest.MonkeyPatch) -> None:
    deployed.delenv("AWS_ACCESS_KEY_ID")
    deployed.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://credentials.example.com/")
    refused("not taken from")


def refused(why: str) -> None:
    """Check that there is no connection, which the kernel answers with 503, and why."""
    with pytest.raises(NoConnectionError) as raised, transactions.begin():
        pass
    assert why in str(raised.value.__cause__)
    answer = call(made_up.read, uuid.uuid4())
    assert (answer["statusCode"], answer["headers"]["retry-after"]) == (503, "1")


@pytest.fixture
def token_user(deployed: pytest.MonkeyPatch, admin_url: str, tmp_path: Path) -> Iterator[Path]:
    """A TLS server on loopback with a user whose password is the token; the certificate to trust."""
    server, user = urlsplit(admin_url), f"iam_{uuid.uuid4().hex[:12]}"
    certificate = certify(tmp_path, "127.0.0.1")
    with relay(certificate, str(server.hostname), int(server.port or 0)) as port:
        for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "NAME": "postgres", "USER": user}.items():
            deployed.setenv(f"DATABASE_{name}", value)
        token = iam_token.token("127.0.0.1", port, user, "eu-central-1")
        with psycopg.connect(admin_url, autocommit=True) as superuser:
            role = sql.Identifier(user)
            superuser.execute(sql.SQL("create role {} login password {}").format(role, sql.Literal(token)))
            yield certificate
            superuser.execute(sql.SQL("drop role {}").format(role))


def test_a_token_opens_a_connection_over_tls(token_user: Path, deployed: pytest.MonkeyPatch) -> None:
    deployed.setenv("DATABASE_CA", str(token_user))
    with transactions.begin() as db:
        assert db.fetch_value(object, "select starts_with(current_user, 'iam_')")
    assert connections._connections["application"].pgconn.ssl_in_use


def test_a_certificate_of_somebody_else_is_refused(
    token_user: Path, deployed: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    deployed.setenv("DATABASE_CA", str(certify(tmp_path, "other.example.com")))
    refused("certificate verify failed")


def test_a_certificate_for_another_name_is_refused(token_user: Path, deployed: pytest.MonkeyPatch) -> None:
    deployed.setenv("DATABASE_CA", str(token_user))
    deployed.setenv("DATABASE_HOST", "localhost")
    refused("does not match host name")


def test_a_server_without_tls_is_refused(deployed: pytest.MonkeyPatch, admin_url: str) -> None:
    server = urlsplit(admin_url)
    deployed.setenv("DATABASE_HOST", str(server.hostname))
    deployed.setenv("DATABASE_PORT", str(server.port))
    refused("server does not support SSL")


@pytest.mark.parametrize("stage", ["staging", "prod"])
def test_deployed_settings_pass(stage: str) -> None:
    production_guard.check({**SAFE, "PROGRESSIVE_FLOW_STAGE": stage})


REFUSED = {
    "DATABASE_URL": ("postgresql://application:x@db/flow", "DATABASE_IAM=1"),
    "MIGRATOR_DATABASE_URL": ("postgresql://migrator:x@db/flow", "DATABASE_IAM=1"),
    "POSTGRES_HOST": ("db.example.com", "DATABASE_IAM=1"),
    "POSTGRES_PASSWORD": ("postgres", "everybody knows"),
    "PGPASSWORD": ("Password", "everybody knows"),
    "DATABASE_PASSWORD": ("changeme", "everybody knows"),
    "DATABASE_HOST": ("127.0.0.1", "on this machine"),
    "AWS_ENDPOINT_URL": ("http://127.0.0.1:5000", "on this machine"),
    "AWS_ENDPOINT_URL_S3": ("http://localhost:4566", "on this machine"),
    "TOKEN_ISSUER": ("http://[::1]:5000/pool", "on this machine"),
    "TOKEN_KEYS_URL": ("http://keys.localhost/jwks.json", "on this machine"),
    "AWS_ACCESS_KEY_ID": ("local", "the local platform's"),
}


@pytest.mark.parametrize("stage", ["staging", "prod"])
@pytest.mark.parametrize("name", REFUSED)
def test_a_setting_of_ones_own_machine_is_refused(stage: str, name: str) -> None:
    value, said = REFUSED[name]
    with pytest.raises(UnsafeSettingsError) as refused:
        production_guard.check({**SAFE, "PROGRESSIVE_FLOW_STAGE": stage, name: value})
    assert stage in str(refused.value)
    assert [line for line in str(refused.value).splitlines() if line.startswith(f"{name}: ") and said in line]


@pytest.mark.parametrize("name", REFUSED)
def test_a_stage_to_play_with_may_have_it(name: str) -> None:
    production_guard.check({**SAFE, "PROGRESSIVE_FLOW_STAGE": "dev", name: REFUSED[name][0]})


def test_all_refusals_are_reported_at_once() -> None:
    with pytest.raises(UnsafeSettingsError) as refused:
        production_guard.check({**SAFE, **{name: value for name, (value, _) in REFUSED.items()}})
    assert len(str(refused.value).splitlines()) == len(REFUSED) + 1
    assert "postgresql://" not in str(refused.value), "a URL holds a password"


def test_a_guarded_stage_opens_no_local_database(deployed: pytest.MonkeyPatch) -> None:
    deployed.setenv("PROGRESSIVE_FLOW_STAGE", "prod")
    deployed.setenv("DATABASE_URL", "postgresql://application:x@127.0.0.1/flow")
    with pytest.raises(UnsafeSettingsError, match="DATABASE_URL"), transactions.begin():
        pass
    assert call(made_up.read, uuid.uuid4())["statusCode"] == 500


def test_the_local_platforms_signing_key_is_refused_under_any_name() -> None:
    key: dict[str, Any] = load_resource("cognitoidp/resources/jwks-public.json")["keys"][0]
    with pytest.raises(UnsafeSettingsError, match="private half is published"):
        production_guard.check_keys([{**key, "kid": "mine", "use": "sig"}])


def test_a_key_of_ones_own_passes() -> None:
    production_guard.check_keys(tokens.key_set()["keys"])


def test_a_thumbprint_is_the_standards() -> None:
    """RFC 7638, section 3.1."""
    modulus = (
        "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMs"
        "tn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5haj"
        "rn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw"
    )
    key = {"kty": "RSA", "n": modulus, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29"}
    assert production_guard.thumbprint(key) == "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
