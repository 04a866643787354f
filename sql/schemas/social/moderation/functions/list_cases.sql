-- For who may decide: an organization's cases but those that concern the caller, the newest first, from one on, narrowed by what is not
-- null. p_id asks for one, with what reporters wrote. Nobody is shown who reported. Refusals: 403 forbidden; 403 own-work and own-report.
create or replace function social.list_cases(
    p_organization text, p_id uuid, p_state text, p_before timestamptz, p_before_id uuid, p_limit integer
) returns table (
    id uuid, kind text, subject_id uuid, author text, snapshot jsonb, reports integer, reasons jsonb, notes text [], state text,
    is_held boolean, decision text, reason text, decided_by text, decided_at timestamptz, appeal text, appealed_at timestamptz,
    created_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'moderation.decide');
    v_user_id uuid := identity.current_user_id();
begin
    perform social.refuse_concerned(c.id) from social.moderation_cases as c
    where c.id = p_id and c.organization_id = v_organization_id;
    return query
    select
        c.id, c.kind, c.subject_id, a.username, nullif(c.copy, '{}'), c.reports,
        (
            select coalesce(jsonb_object_agg(counted.reason, counted.reports), '{}')
            from (select r.reason, count(*) as reports from social.moderation_reports as r where r.case_id = c.id group by 1) as counted
        ),
        case
            when p_id is null then '{}'
            else array(
                select r.note from social.moderation_reports as r
                where r.case_id = c.id and r.note is not null
                order by r.note
                limit 20
            )
        end,
        c.state, c.held_at is not null, c.decision, c.reason, d.username, c.decided_at, c.appeal, c.appealed_at, c.created_at
    from social.moderation_cases as c
    left join identity.users as a on a.id = c.author_id
    left join identity.users as d on d.id = c.decided_by
    where
        c.organization_id = v_organization_id
        and c.author_id is distinct from v_user_id
        and not exists (select from social.moderation_reports as r where r.case_id = c.id and r.user_id = v_user_id)
        and (p_id is null or c.id = p_id)
        and (p_state is null or c.state = p_state)
        and (p_before is null or (c.created_at, c.id) < (p_before, p_before_id))
    order by c.created_at desc, c.id desc
    limit p_limit;
end
$$;
alter function social.list_cases(text, uuid, text, timestamptz, uuid, integer) owner to definer;
grant execute on function social.list_cases(text, uuid, text, timestamptz, uuid, integer) to reader;
