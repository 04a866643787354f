-- Deletes what a final decision says, and empties cases that were decided 90 days ago. Returns how many cases either was done to.
create or replace function social.close_cases(p_at timestamptz default now()) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_row record;
    v_case social.moderation_cases;
    v_deleted bigint := 0;
    v_emptied bigint;
begin
    for v_row in
        select c.id, c.organization_id from social.moderation_cases as c
        where c.held_at is not null and c.decision = 'delete' and social.is_final(c, p_at)
        order by c.subject_id, c.id
    loop
        v_case := social.lock_case(v_row.id, v_row.organization_id);
        -- asked again under the lock: an appeal may have come meanwhile
        if v_case.held_at is not null and social.is_final(v_case, p_at) then
            perform social.carry_out_decision(v_case, p_at);
            v_deleted := v_deleted + 1;
        end if;
    end loop;
    with emptied as (
        update social.moderation_cases as c set copy = '{}', appeal = null
        where c.state = 'decided' and c.decided_at < p_at - interval '90 days' and c.copy <> '{}'
        returning c.id
    ), silenced as (
        update social.moderation_reports as r set note = null from emptied where r.case_id = emptied.id
    )
    select count(*) into v_emptied from emptied;
    return v_deleted + v_emptied;
end
$$;
alter function social.close_cases(timestamptz) owner to definer;
grant execute on function social.close_cases(timestamptz) to scheduler;
