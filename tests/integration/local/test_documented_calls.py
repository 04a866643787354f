"""What the README and the reference of the API show can be pasted: a shell runs it as it stands, against a running platform."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from progressive_flow.kernel import paths
from progressive_flow_local import loopback
from progressive_flow_local.aws import clients
from progressive_flow_local.processes import wait_until
from tests.support.platforms import Platform

ROOT = paths.root()
README, REFERENCE = ROOT / "README.md", ROOT / "docs" / "reference" / "api.md"
SHOWN_API = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    started = Platform(tmp_path_factory.mktemp("documented"))
    started.start()
    started.ready()
    yield started
    started.stop()


@pytest.fixture
def checkout(platform: Platform, tmp_path: Path) -> Path:
    """Return a folder that looks like the checkout in which the platform runs."""
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    (tmp_path / ".local").symlink_to(platform.folder)
    return tmp_path


def shown(page: Path, heading: str) -> list[str]:
    """Return the shell blocks of a section of a page."""
    section = page.read_text().partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^```sh\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)


def paste(platform: Platform, checkout: Path, *blocks: str) -> list[Any]:
    """Run blocks in one shell, as a person who pastes them; return the JSON documents that it prints."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(checkout), "PROGRESSIVE_FLOW_STATE": str(platform.folder)}
    script = "\n".join(blocks).replace(SHOWN_API, platform.ready()["api_url"])
    ran = subprocess.run(
        ["/bin/bash", "-eu", "-c", script], cwd=checkout, env=environment, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return documents(ran.stdout)


def documents(text: str) -> list[Any]:
    """Return the JSON documents that stand one after the other in a text."""
    found, decoder, rest = [], json.JSONDecoder(), text.strip()
    while rest:
        document, end = decoder.raw_decode(rest)
        found.append(document)
        rest = rest[end:].strip()
    return found


def without_names(call: str) -> str:
    """Change the README's attempt as its text says: without the node `names` and its edge, under another key."""
    body = call[call.index("-d '{") + 4 : call.index("}'", call.index("-d '{")) + 1]
    sent = json.loads(body)
    sent["design"]["nodes"] = [node for node in sent["design"]["nodes"] if node["id"] != "names"]
    sent["design"]["edges"] = [edge for edge in sent["design"]["edges"] if edge["to"] != "names"]
    return call.replace(body, json.dumps(sent)).replace("my-first", "my-second")


def test_the_readmes_session_works_when_pasted(platform: Platform, checkout: Path) -> None:
    begin, reads, _ = shown(README, "A session, with its responses")
    call = begin[begin.index("curl -s $API/v1/challenges/static-website/levels/1/attempts") :]
    level, passed, replayed, failed, rank, recommended, daily = paste(
        platform, checkout, begin, call, without_names(call), reads
    )
    assert level["level"] == 1
    assert (passed["score"], passed["first_pass"], passed["xp_earned"]) == (100.0, True, 30)
    assert replayed == passed
    assert (failed["score"], failed["passed"]) == (80.0, False)
    assert "dns" in failed["feedback"]["next_step"]
    assert (rank["rank"], rank["value"]) == (1, passed["total_xp"])
    assert recommended["items"][0]["slug"] == "static-website"
    assert daily["challenge"]


def test_the_readmes_sign_up_works_when_pasted(platform: Platform, checkout: Path) -> None:
    begin, _, sign_up = shown(README, "A session, with its responses")
    signed_up, confirmed, me = paste(platform, checkout, begin.partition("\n")[0], sign_up)
    assert signed_up["UserConfirmed"] is False
    assert confirmed == {}
    assert (me["id"], me["email"], me["display_name"]) == (signed_up["UserSub"], "ada@example.com", "Ada")


RENEW = """cognito InitiateAuth '{"ClientId": "'$CLIENT'", "AuthFlow": "REFRESH_TOKEN_AUTH",
  "AuthParameters": {"REFRESH_TOKEN": "'$REFRESH'"}}'"""


def test_the_references_calls_work_when_pasted(platform: Platform, checkout: Path) -> None:
    blocks = shown(REFERENCE, "Accounts and tokens")
    (sign_in,) = (block for block in blocks if "USER_PASSWORD_AUTH" in block)
    assert "Correct-horse-1" in sign_in
    sign_in_again = sign_in.replace("Correct-horse-1", "Another-horse-2")
    signed_up, *answers = paste(platform, checkout, *blocks, RENEW, sign_in_again)
    me, after_renewal, after_sign_out = (answer for answer in answers if "display_name" in answer)
    assert (me["id"], me["display_name"]) == (signed_up["UserSub"], "Grace")
    assert me == after_renewal
    assert me["id"] == after_sign_out["id"], "the other password signs in"
    refused = [answer["__type"] for answer in answers if "__type" in answer]
    assert refused == ["NotAuthorizedException"], "after the sign-out nothing renews; before it, nothing was refused"


def test_an_invited_learner_has_the_name_that_the_administrator_chose(platform: Platform) -> None:
    held, email = platform.ready(), "invited@example.com"
    mailbox = f"{held['aws_endpoint_url']}/_local/messages?to={email}"
    wanted = {"email": email, "display_name": "Mary", "invite": True}
    with httpx.Client(base_url=held["api_url"], trust_env=False, timeout=30) as api:
        admin = clients.access_token(
            held["aws_endpoint_url"], held["client_id"], held["admin_username"], held["admin_password"]
        )
        asked = api.post("/v1/admin/users", json=wanted, headers={"authorization": f"Bearer {admin}"})
        assert asked.status_code == 202, asked.text
        platform.run("job", "run", "publish_outbox")
        assert wait_until(lambda: bool(loopback.get_json(mailbox)), 60, pause=0.2)
        (invitation,) = loopback.get_json(mailbox)
        token = first_sign_in(held, email, invitation["code"])
        me = api.get("/v1/me", headers={"authorization": f"Bearer {token}"}).json()
    assert (me["email"], me["display_name"]) == (email, "Mary")


def first_sign_in(held: dict[str, Any], email: str, password: str) -> str:
    """Sign in with the first password and choose another, as the reference says; return the access token."""
    cognito, client = clients.cognito(held["aws_endpoint_url"]), held["client_id"]
    given = {"USERNAME": email, "PASSWORD": password}
    asked = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=given)
    signed_in = cognito.respond_to_auth_challenge(
        ClientId=client,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": email, "NEW_PASSWORD": "Another-horse-2"},
    )
    return str(signed_in["AuthenticationResult"].get("AccessToken"))
