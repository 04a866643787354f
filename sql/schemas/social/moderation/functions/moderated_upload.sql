-- For who may decide: the upload that a case is about, if its object is there. Refusals: 403 forbidden; 403 own-work and own-report.
create or replace function social.moderated_upload(p_organization text, p_id uuid)
returns table (id uuid, organization_id uuid, file_name text, media_type text)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
    v_organization_id uuid := identity.require_in(p_organization, 'moderation.decide');
begin
    perform social.refuse_concerned(c.id) from social.moderation_cases as c
    where c.id = p_id and c.organization_id = v_organization_id;
    return query
    select u.id, u.organization_id, u.file_name, u.media_type
    from social.moderation_cases as c
    inner join content.uploads as u on u.id = c.subject_id and u.organization_id = c.organization_id and u.state in ('clean', 'held')
    where c.id = p_id and c.organization_id = v_organization_id and c.kind = 'upload';
end
$$;
alter function social.moderated_upload(text, uuid) owner to definer;
grant execute on function social.moderated_upload(text, uuid) to reader;
