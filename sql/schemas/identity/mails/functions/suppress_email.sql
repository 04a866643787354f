-- Ends a category of mails to an address, or all. A second time changes nothing, and what happened before an operator lifted the
-- suppression does not bring it back.
create or replace function identity.suppress_email(p_address_hash bytea, p_category text, p_reason text, p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
insert into identity.email_suppressions as s (address_hash, category, reason, created_at)
values (p_address_hash, p_category, p_reason, p_at)
on conflict (address_hash, category) do update set reason = excluded.reason, created_at = excluded.created_at, lifted_at = null
where s.lifted_at < excluded.created_at;
end;
alter function identity.suppress_email(bytea, text, text, timestamptz) owner to definer;
