-- The statements that cost this database most, by total time in milliseconds.
create or replace view platform.slow_queries
with (security_invoker = true)
as
select
    s.query,
    s.calls,
    s.total_exec_time,
    s.mean_exec_time,
    s.max_exec_time,
    s.rows,
    round(100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0), 2) as hit_percent
from platform.read_statement_statistics() as s;
grant select on platform.slow_queries to scheduler, read_only;
