-- Locks a case of an organization, after what it is about, and returns it; nulls if there is none.
create or replace function social.lock_case(p_id uuid, p_organization_id uuid) returns social.moderation_cases
language plpgsql volatile
set search_path = ''
as $$
declare
    v_case social.moderation_cases;
begin
    perform social.lock_subject(c.kind, c.subject_id) from social.moderation_cases as c
    where c.id = p_id and c.organization_id = p_organization_id;
    select c.* into v_case from social.moderation_cases as c where c.id = p_id and c.organization_id = p_organization_id for update;
    return v_case;
end
$$;
alter function social.lock_case(uuid, uuid) owner to definer;
