-- Row-level security for a table of leaderboards: everybody reads the global ones, members those of their organizations, and
-- whoever sees a challenge those of that challenge.
create or replace procedure gamification.secure_leaderboard_rows(p_table regclass, p_definer text [])
language plpgsql
set search_path = ''
as $$
begin
    call platform.secure_shared_rows(
        p_table,
        'case scope_type'
        ' when ''global'' then true'
        ' when ''organization'' then scope_id = any(array(select identity.organization_ids()))'
        ' when ''challenge'' then exists (select from curriculum.challenges as c where c.id = scope_id)'
        ' end',
        p_definer
    );
end
$$;
