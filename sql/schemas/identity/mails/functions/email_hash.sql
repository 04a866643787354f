-- What stands for an address where the address itself is not needed.
create or replace function identity.email_hash(p_email text) returns bytea
language sql immutable
set search_path = ''
return sha256(convert_to(lower(p_email), 'UTF8'));
alter function identity.email_hash(text) owner to definer;
