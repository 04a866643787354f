-- Whom a signed statement names, as {id, roles, address}; null for an empty statement. Four lines: the proof `kid.expiry.mac`,
-- the subject, the groups in their order, the address. The mac is HMAC-SHA256 of `kid.expiry` and the other three lines.
-- Hashes of the macs are compared, so that the time of a comparison depends on nothing of the mac. Refusal: 401 unproven, for a
-- statement that no key of ours has signed, or that has expired.
create or replace function identity.verify_caller(p_statement text) returns text []
language plpgsql stable parallel safe security definer
set search_path = ''
as $$
declare
    v_lines text[];
    v_proof text[];
    v_signed bytea;
begin
    if coalesce(p_statement, '') = '' then
        return null;
    end if;
    v_lines := string_to_array(p_statement, E'\n');
    v_proof := string_to_array(v_lines[1], '.');
    v_signed := convert_to(concat_ws(E'\n', v_proof[1] || '.' || v_proof[2], v_lines[2], v_lines[3], v_lines[4]), 'UTF8');
    perform from identity.proof_keys as k
    where
        k.kid = v_proof[1]
        and (k.accepted_until is null or k.accepted_until > now())
        and sha256(convert_to(encode(sha256(k.outer_block || sha256(k.inner_block || v_signed)), 'hex'), 'UTF8')) = sha256(convert_to(v_proof[3], 'UTF8'));
    -- what is signed is well-formed, so the expiry is a number
    if not found or cardinality(v_lines) <> 4 or v_proof[2]::bigint <= extract(epoch from now()) then
        raise exception using
            errcode = 'PF401', constraint = 'unproven', message = 'Your session cannot be verified: sign in again.';
    end if;
    return v_lines[2:4];
end
$$;
alter function identity.verify_caller(text) owner to definer;
grant execute on function identity.verify_caller(text) to reader, scheduler, read_only, migrator;
