"""What SQL says of the metrics that achievements are made of."""

import psycopg

from tests.support.scene import one


def metrics_in_sql(connection: psycopg.Connection) -> str:
    """Return the text of the view that lists metrics and of the functions that record one."""
    text: str = one(
        connection,
        "select string_agg(source.text, ' ') from ("
        " select pg_get_viewdef(c.oid) from pg_class as c"
        " where c.relname = 'learner_metrics'"
        " union all select p.prosrc from pg_proc as p where p.prosrc like '%%gamification.record_metric(%%'"
        ") as source (text)",
    )
    return text
