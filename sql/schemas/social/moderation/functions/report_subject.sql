-- Reports what the caller can see, once: whoever reported it before gets the case of their report, and nothing changes. The third to report
-- a subject, or one who may decide, has it held. Locks the subject and then its case, as decisions do. Returns the id of the case.
-- Refusals: 404 not-found; 409 own-work to its author.
create or replace function social.report_subject(
    p_kind text, p_subject_id uuid, p_reason text, p_note text, p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_subject record;
    v_case social.moderation_cases;
    v_id uuid;
begin
    perform social.lock_subject(p_kind, p_subject_id);
    select c.id into v_id from social.moderation_cases as c
    inner join social.moderation_reports as r on r.case_id = c.id and r.user_id = v_user_id
    where c.subject_id = p_subject_id and c.kind = p_kind;
    if v_id is not null then
        return v_id;
    end if;

    select s.* into v_subject from social.shown_upload(p_subject_id) as s;
    select c.* into v_case from social.moderation_cases as c
    where c.subject_id = p_subject_id and c.kind = p_kind and c.state = 'open'
    for update;
    -- what was held by a decision is shown to nobody any more
    if v_subject.organization_id is null or (v_subject.is_held and v_case.id is null) then
        raise exception using
            errcode = 'PF404', constraint = 'not-found', message = 'There is no such content here, or it is not yours to see.';
    elsif v_subject.author_id = v_user_id then
        raise exception using
            errcode = 'PF409', constraint = 'own-work', message = 'This is your own: take it out, or ask who publishes to do so.';
    end if;
    if v_case.id is null then
        insert into social.moderation_cases (organization_id, kind, subject_id, author_id, copy, created_at)
        values (v_subject.organization_id, p_kind, p_subject_id, v_subject.author_id, v_subject.copy, p_at)
        returning * into v_case;
        perform social.record_case('case.opened', null, v_case, '{}', p_at);
    end if;
    insert into social.moderation_reports (case_id, user_id, reason, note, created_at)
    values (v_case.id, v_user_id, p_reason, p_note, p_at);
    update social.moderation_cases as c set reports = c.reports + 1 where c.id = v_case.id returning c.* into v_case;
    if v_case.held_at is null and (v_case.reports >= 3 or identity.is_allowed(v_case.organization_id, 'moderation.decide')) then
        perform content.hold_upload(p_subject_id, true);
        update social.moderation_cases as c set held_at = p_at where c.id = v_case.id;
        perform social.record_case('case.held', null, v_case, '{}', p_at);
    end if;
    return v_case.id;
end
$$;
alter function social.report_subject(text, uuid, text, text, timestamptz) owner to definer;
grant execute on function social.report_subject(text, uuid, text, text, timestamptz) to application;
