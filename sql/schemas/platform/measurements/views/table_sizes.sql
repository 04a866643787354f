-- How much space each table takes and how many of its rows are dead. A partitioned table is one row: what its partitions add
-- up to, and when one of them was last vacuumed.
create or replace view platform.table_sizes
with (security_invoker = true)
as
select
    n.nspname as schemaname,
    t.relname,
    sum(pg_total_relation_size(s.relid))::bigint as total_bytes,
    sum(pg_indexes_size(s.relid))::bigint as index_bytes,
    sum(s.n_live_tup)::bigint as n_live_tup,
    sum(s.n_dead_tup)::bigint as n_dead_tup,
    max(s.last_autovacuum) as last_autovacuum
from pg_catalog.pg_stat_user_tables as s
inner join pg_catalog.pg_class as t on t.oid = coalesce(pg_partition_root(s.relid), s.relid)
inner join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
group by n.nspname, t.relname;
grant select on platform.table_sizes to scheduler, read_only;
