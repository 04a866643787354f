-- Draws the database's own key again, lets every other key but this one prove until an instant, by which the proofs made with them
-- have expired, and deletes those whose time is over. An earlier retirement stands.
create or replace function identity.retire_proof_keys(p_kid text, p_until timestamptz, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_own text := 'database-' || left(gen_random_uuid()::text, 8);
begin
    perform identity.accept_proof_key(
        v_own, sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8')), p_at
    );
    update identity.proof_keys as k set accepted_until = least(k.accepted_until, p_until)
    where k.kid not in (p_kid, v_own);
    delete from identity.proof_keys as k where k.accepted_until < p_at;
end
$$;
alter function identity.retire_proof_keys(text, timestamptz, timestamptz) owner to definer;
grant execute on function identity.retire_proof_keys(text, timestamptz, timestamptz) to migrator;
