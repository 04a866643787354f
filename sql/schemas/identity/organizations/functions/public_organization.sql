-- The id of the organization "public", to which everybody belongs and whose content is the platform's own.
create or replace function identity.public_organization() returns uuid
language sql immutable parallel safe
return uuid '00000000-0000-7000-8000-000000000001';
grant execute on function identity.public_organization() to reader, scheduler, read_only, migrator, definer;
