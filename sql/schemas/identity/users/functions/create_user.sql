-- Makes the user of an identity-provider subject if there is none, and delivers the e-mail address once it is known.
-- The provider is the authority on who owns an address: the newest verified owner keeps it, but who proves nothing (`p_takes` is
-- false) takes no address that another user has. An address that the column cannot hold counts as none, so that nobody is locked
-- out by a long one. A learner without a display name gets the one given, or the one that an administrator requested for the
-- address. Refusal: 403 erased: whoever was erased stays erased, however long their token lasts.
create or replace function identity.create_user(
    p_id uuid, p_email text default null, p_at timestamptz default now(), p_display_name text default null,
    p_takes boolean default false
) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_email text;
    v_erased_at timestamptz;
    v_requested_name text;
begin
    p_email := case when length(p_email) between 3 and 255 then p_email end;
    -- an erasure waits until the learner's requests are through, and they for it
    perform pg_advisory_xact_lock_shared(hashtextextended('identity.erasure:' || p_id, 0));
    select coalesce(u.email, ''), u.erased_at into v_email, v_erased_at from identity.users as u where u.id = p_id;
    if v_erased_at is not null then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased. Its address can sign up again within a minute.';
    end if;
    -- a replica makes nobody: the first write, which goes to the primary, does
    if found and (p_email is null or v_email = p_email) or pg_is_in_recovery() then
        return false;
    end if;

    -- first requests come in parallel: the others wait here and then find the row, or the address moved
    perform pg_advisory_xact_lock(hashtextextended('identity.email:' || lower(p_email), 0)) where p_email is not null;
    perform pg_advisory_xact_lock(hashtextextended('identity.user:' || p_id, 0));

    -- an address moves with its owner, so that signing up again after erasure works
    if p_email is not null and p_takes then
        update identity.users set email = null, updated_at = p_at where lower(email) = lower(p_email) and id <> p_id;
    elsif exists (select from identity.users as u where lower(u.email) = lower(p_email) and u.id <> p_id) then
        p_email := null;
    end if;

    delete from identity.requested_names as n where n.address_hash = sha256(convert_to(lower(p_email), 'UTF8'))
    returning n.display_name into v_requested_name;

    insert into identity.users as u (id, email, username, display_name, created_at, updated_at, last_active_at)
    values (
        p_id, p_email, 'learner-' || left(encode(sha256(convert_to(p_id::text, 'UTF8')), 'hex'), 12),
        coalesce(p_display_name, v_requested_name), p_at, p_at, p_at
    )
    on conflict (id) do update set
        email = coalesce(excluded.email, u.email), display_name = coalesce(u.display_name, excluded.display_name), updated_at = p_at
    where excluded.email is not null and excluded.email is distinct from u.email;
    return true;
end
$$;
alter function identity.create_user(uuid, text, timestamptz, text, boolean) owner to definer;
