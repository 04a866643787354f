-- Makes the user who makes the request if there is none, and delivers their address once it is known; both are read from what was
-- proved, never given. Refusals: 401 unproven; 403 erased.
create or replace function identity.ensure_user(p_at timestamptz default now()) returns boolean
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_caller text[] := identity.verify_caller(current_setting('app.caller', true));
begin
    return identity.create_user(v_caller[1]::uuid, nullif(v_caller[3], ''), p_at, null, true);
end
$$;
alter function identity.ensure_user(timestamptz) owner to definer;
grant execute on function identity.ensure_user(timestamptz) to reader;
