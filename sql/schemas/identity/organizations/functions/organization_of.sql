-- The slug of the organization whose content a reference names: what stands before the colon, else "public".
create or replace function identity.organization_of(p_ref text) returns text
language sql immutable parallel safe
return case when strpos(p_ref, ':') = 0 then 'public' else split_part(p_ref, ':', 1) end;
grant execute on function identity.organization_of(text) to reader, scheduler, read_only, migrator, definer;
