-- A case as those see it whom it concerns: who reported sees the report and what became of it, whose work it is about sees the decision
-- with its reason, and neither the other. No row for anybody else.
create or replace function social.show_own_case(p_id uuid)
returns table (
    id uuid, kind text, subject_id uuid, is_author boolean, report jsonb, state text, decision text, reason text,
    decided_at timestamptz, appeal_until timestamptz, appeal text, appealed_at timestamptz, created_at timestamptz
)
language sql stable security definer
set search_path = ''
begin atomic
select
    c.id, c.kind, c.subject_id, mine.it_is,
    case when r.case_id is not null then jsonb_build_object('reason', r.reason, 'note', r.note, 'created_at', r.created_at) end,
    c.state, c.decision, case when mine.it_is then c.reason end, c.decided_at,
    case
        when mine.it_is and c.state = 'decided' and c.decision <> 'none' and c.appealed_at is null then social.appeal_until(c.decided_at)
    end,
    case when mine.it_is then c.appeal end, case when mine.it_is then c.appealed_at end,
    -- when another person reported it first is nobody's to know
    case when mine.it_is then c.created_at else r.created_at end
from social.moderation_cases as c
left join social.moderation_reports as r on r.case_id = c.id and r.user_id = identity.current_user_id()
cross join lateral (select coalesce(c.author_id = identity.current_user_id(), false) as it_is) as mine
where c.id = p_id and (mine.it_is or r.case_id is not null);
end;
alter function social.show_own_case(uuid) owner to definer;
grant execute on function social.show_own_case(uuid) to reader;
