"""The settings that each database role has, and the statement by which a new connection has them whatever was changed.

PostgreSQL lets a role change its own settings, so code in one function could stop every function that signs in as that role.
"""

from progressive_flow.kernel.declarations.models import REQUEST_ROLES

# A request may take 30 s and a job 5 minutes; whoever waits longer holds locks that others need.
_REQUEST = {"statement_timeout": "28s", "lock_timeout": "10s", "idle_in_transaction_session_timeout": "30s"}
# What a request writes is found by keys, whatever the values: a plan made for them each time costs more than it finds.
_GENERIC = {"plan_cache_mode": "force_generic_plan"}
SETTINGS = {
    **dict.fromkeys((*REQUEST_ROLES, "sign_up"), _REQUEST),
    "application": {**_REQUEST, **_GENERIC},
    "scheduler": {"statement_timeout": "5min", "lock_timeout": "30s", "idle_in_transaction_session_timeout": "1min"},
    "read_only": {"statement_timeout": "1min", "default_transaction_read_only": "on"},
    "migrator": {"lock_timeout": "30s"},
}
# What a role has set for itself, by a statement or for one database, goes back to PostgreSQL's own value. Statements name the
# schemas of what they use, so that the search path may be any.
_RESET = """
select set_config(s.name, s.boot_val, false) from pg_catalog.pg_settings as s
where s.context = 'user' and s.source in ('user', 'database user')
"""


def session(role: str) -> str:
    """Return the statements that give a new session of a role its settings, in one round trip."""
    given = {"timezone": "UTC", **SETTINGS.get(role, {})}
    # the time-outs first: one of a millisecond would end the statements behind it
    return "".join(
        [
            "set transaction_timeout = 0; set statement_timeout = 0; set role none; ",
            *(f"set {name} = '{given[name]}'; " for name in given),
            _RESET,
        ]
    )
