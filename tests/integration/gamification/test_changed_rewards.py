"""PUT /v1/admin/achievements/{slug} with another reward: those who have the achievement are paid nothing more."""

import pytest

from tests.support.api import Api, Caller
from tests.support.learning import beyond_policies, pass_level


@pytest.mark.parametrize("change", [15, -10])
def test_another_reward_is_for_later_awards(
    api: Api,
    fresh_database: dict[str, str],
    admin_url: str,
    learner: Caller,
    administrator: Caller,
    change: int,
) -> None:
    paid = pass_level(api, learner, "static-website")["achievements"]
    held = next(row for row in paid if row["xp_reward"] > 10)
    path = f"/v1/admin/achievements/{held['slug']}"
    saved = api.get(path, administrator).json()
    wanted = {name: value for name, value in saved.items() if name != "slug"}
    response = api.request("PUT", path, administrator, json={**wanted, "xp_reward": held["xp_reward"] + change})
    assert response.json()["xp_reward"] == held["xp_reward"] + change
    before = api.get("/v1/me/xp", learner, params={"limit": 100}).json()
    with beyond_policies(fresh_database, admin_url) as connection:
        connection.execute("select * from learning.reconcile_learners(%s, now())", [[learner.id]])
    again = pass_level(api, learner, "static-website")
    assert again["achievements"] == []
    assert api.get("/v1/me/xp", learner, params={"limit": 100}).json() == before
    rewards = [row["amount"] for row in before["items"] if row["source"]["achievement"] == held["slug"]]
    assert rewards == [held["xp_reward"]]
