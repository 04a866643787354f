-- Refuses a case to a moderator whom it concerns: to whose work it is about, and to who reported it. Refusals: 403 own-work;
-- 403 own-report.
create or replace function social.refuse_concerned(p_id uuid) returns void
language plpgsql stable
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
begin
    if exists (select from social.moderation_cases as c where c.id = p_id and c.author_id = v_user_id) then
        raise exception using
            errcode = 'PF403', constraint = 'own-work', message = 'This case is about your own work: another moderator decides it.';
    elsif exists (select from social.moderation_reports as r where r.case_id = p_id and r.user_id = v_user_id) then
        raise exception using
            errcode = 'PF403', constraint = 'own-report', message = 'You reported this: another moderator decides the case.';
    end if;
end
$$;
alter function social.refuse_concerned(uuid) owner to definer;
