-- Makes the user of a confirmed sign-up, for the identity provider's trigger, whom nothing proves: it takes an address from nobody.
-- The learner's first request delivers it then. Refusal: 403 erased.
create or replace function identity.confirm_sign_up(
    p_id uuid, p_email text, p_at timestamptz default now(), p_display_name text default null
) returns boolean
language sql volatile security definer
set search_path = ''
begin atomic
select identity.create_user(p_id, p_email, p_at, p_display_name, false);
end;
alter function identity.confirm_sign_up(uuid, text, timestamptz, text) owner to definer;
grant execute on function identity.confirm_sign_up(uuid, text, timestamptz, text) to sign_up;
