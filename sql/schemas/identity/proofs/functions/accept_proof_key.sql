-- Makes a key one of those that prove who makes a request, in the form in which HMAC uses it. Safe to repeat. A key has at most 64
-- bytes: a longer one would have to be hashed first.
create or replace function identity.accept_proof_key(p_kid text, p_key bytea, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_inner bytea := decode(repeat('36', 64), 'hex');
    v_outer bytea := decode(repeat('5c', 64), 'hex');
begin
    for v_index in 0 .. length(p_key) - 1 loop
        v_inner := set_byte(v_inner, v_index, get_byte(p_key, v_index) # 54);
        v_outer := set_byte(v_outer, v_index, get_byte(p_key, v_index) # 92);
    end loop;
    insert into identity.proof_keys as k (kid, inner_block, outer_block, created_at)
    values (p_kid, v_inner, v_outer, p_at)
    on conflict (kid) do update set
        inner_block = excluded.inner_block, outer_block = excluded.outer_block, accepted_until = null;
end
$$;
alter function identity.accept_proof_key(text, bytea, timestamptz) owner to definer;
grant execute on function identity.accept_proof_key(text, bytea, timestamptz) to migrator;
