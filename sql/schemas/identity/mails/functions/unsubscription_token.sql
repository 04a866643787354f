-- What lets somebody end a category of mails to an address: `kid.category.hash.mac`. The mac is HMAC-SHA256 (RFC 2104) of what stands
-- before it. It does not expire: the mail that it stands in may be read years later.
create or replace function identity.unsubscription_token(
    p_key identity.unsubscription_keys, p_category text, p_address_hash bytea
) returns text
language sql immutable
set search_path = ''
begin atomic
select s.signed || '.' || encode(sha256((p_key).outer_block || sha256((p_key).inner_block || convert_to(s.signed, 'UTF8'))), 'hex')
from (select (p_key).kid || '.' || p_category || '.' || encode(p_address_hash, 'hex') as signed) as s;
end;
alter function identity.unsubscription_token(identity.unsubscription_keys, text, bytea) owner to definer;
