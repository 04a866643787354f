-- Whether an address is mailed nothing of a category.
create or replace function identity.is_suppressed(p_address_hash bytea, p_category text) returns boolean
language sql stable
set search_path = ''
return exists (
    select from identity.email_suppressions as s
    where s.address_hash = p_address_hash and s.category in ('all', p_category) and s.lifted_at is null
);
alter function identity.is_suppressed(bytea, text) owner to definer;
