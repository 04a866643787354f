-- Ends the category of mails to the address that a token names, for whoever has the token. Again it changes nothing. Hashes of the
-- tokens are compared, so that the time of a comparison depends on nothing of the mac. Refusal: 422 wrong-token, for one that no key of
-- ours has signed.
create or replace function identity.unsubscribe(p_token text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_parts text [] := string_to_array(p_token, '.');
    v_is_ours boolean := false;
begin
    -- what is decoded has to be well-formed
    if p_token ~ '^[a-z0-9-]{1,40}\.[a-z]{1,40}\.[0-9a-f]{64}\.[0-9a-f]{64}$' then
        select sha256(convert_to(identity.unsubscription_token(k, v_parts[2], decode(v_parts[3], 'hex')), 'UTF8')) = sha256(convert_to(p_token, 'UTF8'))
        into v_is_ours
        from identity.unsubscription_keys as k where k.kid = v_parts[1];
    end if;
    if v_is_ours is not true then
        raise exception using
            errcode = 'PF422', constraint = 'wrong-token',
            message = 'This link to unsubscribe is not one of ours: use the one in a mail that you received, whole.';
    end if;
    perform identity.suppress_email(decode(v_parts[3], 'hex'), v_parts[2], 'unsubscribed', p_at);
end
$$;
alter function identity.unsubscribe(text, timestamptz) owner to definer;
grant execute on function identity.unsubscribe(text, timestamptz) to application;
