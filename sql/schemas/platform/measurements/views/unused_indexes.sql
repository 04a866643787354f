-- Indexes that nothing has read since the statistics were reset and that hold no rule, of tables that are read and hold over a
-- thousand rows. One for a foreign key is read when what it refers to is deleted, which may be never: it stays. One that
-- only a replica reads is listed here too.
create or replace view platform.unused_indexes
with (security_invoker = true)
as
with busy as (
    select coalesce(pg_partition_root(s.relid), s.relid) as relid
    from pg_catalog.pg_stat_user_tables as s
    group by coalesce(pg_partition_root(s.relid), s.relid)
    having sum(s.n_live_tup) > 1000 and sum(s.seq_scan) + coalesce(sum(s.idx_scan), 0) > 0
)
select
    u.schemaname,
    u.relname,
    u.indexrelname,
    u.index_bytes,
    x.indkey[0] in (
        select k.conkey[1] from pg_catalog.pg_constraint as k where k.conrelid = u.relid and k.contype = 'f'
    ) as for_foreign_key
from platform.index_usage as u
inner join busy on busy.relid = u.relid
inner join pg_catalog.pg_index as x on x.indexrelid = u.indexrelid
where
    u.idx_scan = 0
    and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident)
    and not exists (select from pg_catalog.pg_constraint as k where k.conindid = u.indexrelid);
grant select on platform.unused_indexes to scheduler, read_only;
