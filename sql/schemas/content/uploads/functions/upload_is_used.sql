-- Whether a published version shows an upload, which is not deleted then.
create or replace function content.upload_is_used(p_upload_id uuid) returns boolean
language sql stable
set search_path = ''
return exists (select from content.upload_references as r where r.upload_id = p_upload_id);
alter function content.upload_is_used(uuid) owner to definer;
