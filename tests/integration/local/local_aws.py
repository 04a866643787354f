"""The local AWS as a process of its own, as when the platform runs."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import jwt

from progressive_flow.identity.accounts import tokens
from progressive_flow.kernel import paths
from progressive_flow_local import loopback
from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.aws.accounts import Pool
from progressive_flow_local.processes import HOST, free_port, wait_until

REAL = paths.root() / "functions" / "triggers"
PASSWORD, OTHER = "A-first-password-1", "Another-password-2"
TRIGGER = """
import json, os, pathlib
from typing import Any
from progressive_flow.kernel.declarations.triggers import CognitoEvent
from progressive_flow.kernel.declarations.triggers import cognito_trigger

@cognito_trigger(CognitoEvent.POST_CONFIRMATION)
def handler(event: dict[str, Any]) -> dict[str, Any]:
    if event["request"]["userAttributes"]["email"].startswith("broken"):
        raise ValueError("no capacity")
    with pathlib.Path(os.environ["SEEN"]).open("a") as seen:
        seen.write(json.dumps(event) + "\\n")
    return event
"""


class Aws:
    """A local AWS that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.seen = folder, folder / "seen.jsonl"
        self.port = free_port()
        self.endpoint = f"http://{HOST}:{self.port}"
        trigger = folder / "root" / "functions" / "triggers" / "post_confirmation.py"
        trigger.parent.mkdir(parents=True)
        trigger.write_text(TRIGGER)
        shutil.copy(REAL / "pre_token_generation.py", trigger.parent)
        self.start()

    def start(self) -> None:
        ours = {
            "PORT": str(self.port),
            "PROGRESSIVE_FLOW_STATE": str(self.folder),
            "PROGRESSIVE_FLOW_ROOT": str(self.folder / "root"),
            "SEEN": str(self.seen),
            "PROOF_KEY": "tests." + "ab" * 32,
            "SUPERVISOR_PID": str(os.getpid()),
        }
        command = [sys.executable, "-m", "progressive_flow_local.aws"]
        self.process = subprocess.Popen(command, env={**os.environ, **ours})
        assert wait_until(lambda: loopback.answers(f"{self.endpoint}/_local/messages"), 30)

    def restart(self) -> None:
        self.process.kill()
        self.process.wait()
        self.start()

    def triggered(self) -> list[dict[str, Any]]:
        lines = self.seen.read_text().splitlines() if self.seen.exists() else []
        return [json.loads(line) for line in lines]

    def client(self, service: str) -> Any:
        session: Any = boto3.session.Session("local", "local", region_name="us-east-1")
        return session.client(service, endpoint_url=self.endpoint)

    def sign_up(self, pool: Pool, email: str) -> str:
        return accounts.sign_up(clients.cognito(self.endpoint), pool.client_id, email, PASSWORD, "Ada")

    def confirm(self, pool: Pool, email: str, code: str | None = None) -> None:
        code = code or accounts.confirmation_code(self.endpoint, email)
        accounts.confirm(clients.cognito(self.endpoint), pool.client_id, email, code)

    def account_token(self, pool: Pool, email: str, **metadata: str) -> str:
        """Sign in by SRP, whose challenge moto grants to everybody, as a learner who manages the account does."""
        cognito: Any = clients.cognito(self.endpoint)
        asked = cognito.initiate_auth(
            ClientId=pool.client_id, AuthFlow="USER_SRP_AUTH", AuthParameters={"USERNAME": email, "SRP_A": "aa"}
        )
        parameters = asked["ChallengeParameters"]
        signed = {
            "USERNAME": parameters["USERNAME"],
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": "signed",
            "TIMESTAMP": "now",
        }
        answered = cognito.respond_to_auth_challenge(
            ClientId=pool.client_id,
            ChallengeName="PASSWORD_VERIFIER",
            ChallengeResponses=signed,
            ClientMetadata=metadata or tokens.ACCOUNT_PURPOSE,
        )
        return str(answered["AuthenticationResult"]["AccessToken"])

    def claims(self, pool: Pool, email: str, password: str = PASSWORD) -> dict[str, Any]:
        return verified(self, pool, clients.access_token(self.endpoint, pool.client_id, email, password))


def verified(aws: Aws, pool: Pool, token: str) -> dict[str, Any]:
    keys = jwt.PyJWKSet.from_dict(loopback.get_json(f"{aws.endpoint}/{pool.pool_id}/.well-known/jwks.json"))
    return jwt.decode(token, keys.keys[0], algorithms=["RS256"], options={"verify_aud": False})
