-- What pg_stat_statements counted, slowest in total first; nothing where an administrator has not installed or loaded it.
create or replace function platform.read_statement_statistics() returns table (
    query text, calls bigint, total_exec_time double precision, mean_exec_time double precision,
    max_exec_time double precision, rows bigint, shared_blks_hit bigint, shared_blks_read bigint
)
language plpgsql volatile
as $$
begin
    if to_regclass('extensions.pg_stat_statements') is null then
        return;
    end if;
    return query execute
        'select s.query, s.calls, s.total_exec_time, s.mean_exec_time, s.max_exec_time, s.rows, s.shared_blks_hit, s.shared_blks_read
        from extensions.pg_stat_statements as s inner join pg_catalog.pg_database as d on d.oid = s.dbid
        where d.datname = current_database()
        order by s.total_exec_time desc
        limit 100';
exception
    -- installed, but the server was not started with it
    when object_not_in_prerequisite_state then return;
end
$$;
grant execute on function platform.read_statement_statistics() to scheduler, read_only;
