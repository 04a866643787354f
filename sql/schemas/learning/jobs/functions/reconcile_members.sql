-- One slice of what follows a publication: reconciles the next members of the organization after p_after, in the order of their
-- ids, and notifies them of challenges that are graded in another way now. `last` is where the next slice goes on, null after the last one.
create or replace function learning.reconcile_members(
    p_organization_id uuid, p_after uuid default null, p_limit integer default 100, p_at timestamptz default now(),
    out learners integer, out awarded integer, out unlocked integer, out last uuid
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_ids uuid [] := array(
        select m.user_id
        from identity.members as m
        where
            m.organization_id = p_organization_id and m.status = 'active'
            and m.user_id > coalesce(p_after, '00000000-0000-0000-0000-000000000000')
        order by m.user_id
        limit p_limit
    );
begin
    learners := cardinality(v_ids);
    select r.awarded, r.unlocked into awarded, unlocked from learning.reconcile_learners(v_ids, p_at) as r;
    perform learning.notify_of_versions(p_organization_id, v_ids, p_at);
    last := case when learners = p_limit then v_ids[learners] end;
end
$$;
alter function learning.reconcile_members(uuid, uuid, integer, timestamptz) owner to definer;
grant execute on function learning.reconcile_members(uuid, uuid, integer, timestamptz) to scheduler;
