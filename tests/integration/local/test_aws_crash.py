"""The local AWS keeps accounts and objects when its process is killed."""

from pathlib import Path

import pytest

from progressive_flow_local.aws import accounts, clients
from progressive_flow_local.errors import LocalError
from tests.integration.local.local_aws import OTHER, PASSWORD, Aws, verified


def test_accounts_survive_a_crash(tmp_path: Path) -> None:
    subject = Aws(tmp_path)
    try:
        pool = accounts.bootstrap(subject.endpoint, PASSWORD, PASSWORD)
        cognito = clients.cognito(subject.endpoint)
        sub = subject.sign_up(pool, "ada@example.com")
        subject.confirm(pool, "ada@example.com")
        token = clients.access_token(subject.endpoint, pool.client_id, "ada@example.com", PASSWORD)
        manager = subject.account_token(pool, "ada@example.com")
        cognito.change_password(AccessToken=manager, PreviousPassword=PASSWORD, ProposedPassword=OTHER)
        waiting = subject.sign_up(pool, "waiting@example.com")
        code = accounts.confirmation_code(subject.endpoint, "waiting@example.com")
        s3 = subject.client("s3")
        s3.create_bucket(Bucket="bucket-of-ours")
        s3.put_object(Bucket="bucket-of-ours", Key="a/é b", Body=b"kept")
        subject.sign_up(pool, "left@example.com")
        subject.confirm(pool, "left@example.com")
        left = subject.account_token(pool, "left@example.com")
        cognito.delete_user(AccessToken=left)
        cognito.admin_create_user(UserPoolId=pool.pool_id, Username="invited@example.com")
        invitation = accounts.confirmation_code(subject.endpoint, "invited@example.com")
        fired = len(subject.triggered())
        for _ in range(2):
            subject.restart()
            assert len(subject.triggered()) == fired, "a replay fires no triggers"
            assert verified(subject, pool, token)["sub"] == sub
            assert subject.claims(pool, "ada@example.com", OTHER)["sub"] == sub
            with pytest.raises(LocalError, match="Incorrect username or password"):
                subject.claims(pool, "left@example.com")
            assert accounts.confirmation_code(subject.endpoint, "invited@example.com") == invitation
            assert accounts.bootstrap(subject.endpoint, "ignored", "ignored") == pool
        subject.confirm(pool, "waiting@example.com", code)
        assert subject.claims(pool, "waiting@example.com")["sub"] == waiting
        assert s3.get_object(Bucket="bucket-of-ours", Key="a/é b")["Body"].read() == b"kept"
    finally:
        subject.process.kill()
        subject.process.wait()
