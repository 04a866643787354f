-- Row-level security for a table of leaderboards: everybody reads the global ones, members those of their organizations, and
-- whoever sees a challenge those of that challenge. Jobs and the read-only role read all of them, definer's functions do what
-- p_definer says.
create or replace procedure gamification.secure_leaderboard_rows(p_table regclass, p_definer text [])
language plpgsql
set search_path = ''
as $$
begin
    call platform.secure_internal_rows(p_table, p_definer);
    execute format('grant select on %s to reader, read_only', p_table);
    execute format('create policy leaderboards_read on %s for select to read_only using (true)', p_table);
    execute format(
        'create policy scope_read on %s for select to reader using ('
        'scope_type = %L'
        ' or scope_type = %L and scope_id = any(array(select identity.organization_ids()))'
        ' or scope_type = %L and exists (select from curriculum.challenges as c where c.id = scope_id))',
        p_table, 'global', 'organization', 'challenge'
    );
end
$$;
