-- For administrators: the corrections of a learner's XP, from the audit log, which says who made each: the newest first, from a
-- place on. Refusals: 403 forbidden, 404 not-found.
create or replace function learning.list_learner_corrections(
    p_user_id uuid, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (id uuid, amount integer, reason text, reference text, corrected_by uuid, created_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(null, 'analytics.individual');
    perform identity.require_user(p_user_id);

    return query
    select
        a.id, (a.detail ->> 'amount')::integer, a.detail ->> 'reason', a.detail ->> 'reference', a.actor_id, a.created_at
    from platform.audit_log as a
    where
        a.subject_type = 'user' and a.subject_id = p_user_id::text and a.action = 'xp.corrected'
        and (p_before is null or (a.created_at, a.id) < (p_before, p_before_id))
    order by a.created_at desc, a.id desc
    limit p_limit;
end
$$;
alter function learning.list_learner_corrections(uuid, timestamptz, uuid, integer) owner to definer;
grant execute on function learning.list_learner_corrections(uuid, timestamptz, uuid, integer) to reader;
