-- Whether something refers to an upload, which is not deleted then. Nothing can refer to one yet; the references of items belong here.
create or replace function content.upload_is_used(p_upload_id uuid) returns boolean
language sql stable
set search_path = ''
begin atomic
select p_upload_id is null;
end;
alter function content.upload_is_used(uuid) owner to definer;
