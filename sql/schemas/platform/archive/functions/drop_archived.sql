-- Takes a month out of a ledger that its manifest says is in the archive: detached, compared, its sums carried forward,
-- dropped and remembered, all or nothing. False if the month is not here any more. Refusals: PF500 archive-differs, when
-- the archive does not hold the same rows; PF500 not-archivable, for a month that ended less than a year ago by the server's own
-- clock, whatever instant the caller gives.
-- The lock on the ledger is asked for briefly: who cannot have it comes back later.
create or replace function platform.drop_archived(
    p_parent text, p_month date, p_manifest jsonb, p_at timestamptz default now()
) returns boolean
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_schema name := split_part(p_parent, '.', 1);
    v_table name := split_part(p_parent, '.', 2);
    v_name text := platform.partition_name(v_table, p_month::timestamptz);
    v_rows bigint;
    v_first timestamptz;
    v_last timestamptz;
begin
    perform set_config('lock_timeout', '2s', true);
    perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));
    if not platform.relation_exists(v_schema, v_name) then
        return false;
    end if;
    if not exists (
        select from platform.archivable_partitions(array[p_parent], interval '365 days', least(p_at, now())) as a
        where a.month = p_month
    ) then
        raise exception using
            errcode = 'PF500', constraint = 'not-archivable',
            message = format('%s of %s is not old enough for the archive, or was brought back a short while ago.', p_parent, p_month);
    end if;

    execute format('alter table %1$I.%2$I detach partition %1$I.%3$I', v_schema, v_table, v_name);
    execute format('select count(*), min(created_at), max(created_at) from %I.%I', v_schema, v_name) into v_rows, v_first, v_last;
    if (v_rows, v_first, v_last) is distinct from (
        (p_manifest ->> 'rows')::bigint, (p_manifest ->> 'min_created_at')::timestamptz, (p_manifest ->> 'max_created_at')::timestamptz
    ) then
        raise exception using
            errcode = 'PF500', constraint = 'archive-differs',
            message = format('The archive of %s %s holds %s rows, the partition %s.', p_parent, p_month, p_manifest ->> 'rows', v_rows);
    end if;

    perform platform.carry_forward(p_parent, to_regclass(format('%I.%I', v_schema, v_name)), p_month, true);
    insert into platform.partition_archives as a
    (parent, month, object_key, rows, bytes, sha256, columns, min_created_at, max_created_at, archived_at)
    values (
        p_parent, p_month, p_manifest ->> 'object_key', v_rows, (p_manifest ->> 'bytes')::bigint, p_manifest ->> 'sha256',
        array(select jsonb_array_elements_text(p_manifest -> 'columns')), v_first, v_last, p_at
    )
    on conflict (parent, month) do update set
        object_key = excluded.object_key, rows = excluded.rows, bytes = excluded.bytes, sha256 = excluded.sha256,
        columns = excluded.columns, min_created_at = excluded.min_created_at, max_created_at = excluded.max_created_at,
        archived_at = excluded.archived_at, restored_at = null;
    execute format('drop table %I.%I', v_schema, v_name);
    return true;
end
$$;
alter function platform.drop_archived(text, date, jsonb, timestamptz) owner to definer;
grant execute on function platform.drop_archived(text, date, jsonb, timestamptz) to scheduler;
