-- How often each index was read since the statistics were reset, and what it takes; an index of a partitioned table is one row.
-- This server counts for itself: what only a replica reads is counted there.
create or replace view platform.index_usage
with (security_invoker = true)
as
select
    n.nspname as schemaname,
    t.relname,
    i.relname as indexrelname,
    t.oid as relid,
    i.oid as indexrelid,
    sum(s.idx_scan)::bigint as idx_scan,
    max(s.last_idx_scan) as last_idx_scan,
    sum(s.idx_tup_read)::bigint as idx_tup_read,
    sum(s.idx_tup_fetch)::bigint as idx_tup_fetch,
    sum(pg_relation_size(s.indexrelid))::bigint as index_bytes
from pg_catalog.pg_stat_user_indexes as s
inner join pg_catalog.pg_class as i on i.oid = coalesce(pg_partition_root(s.indexrelid), s.indexrelid)
inner join pg_catalog.pg_index as x on x.indexrelid = i.oid
inner join pg_catalog.pg_class as t on t.oid = x.indrelid
inner join pg_catalog.pg_namespace as n on n.oid = t.relnamespace
group by n.nspname, t.relname, i.relname, t.oid, i.oid;
grant select on platform.index_usage to scheduler, read_only;
