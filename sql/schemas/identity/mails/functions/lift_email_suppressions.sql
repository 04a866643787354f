-- For operators: lets an address be mailed again, with a reason. The audit log names the address by its hash. Refusals: 403 forbidden;
-- 404 not-found, where none holds.
create or replace function identity.lift_email_suppressions(p_email text, p_reason text, p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_address_hash bytea := identity.email_hash(p_email);
    v_lifted text [];
begin
    perform identity.require(null, 'members.manage');
    with lifted as (
        update identity.email_suppressions as s set lifted_at = p_at
        where s.address_hash = v_address_hash and s.lifted_at is null
        returning s.category
    )
    select array_agg(lifted.category order by lifted.category) into v_lifted from lifted;
    if v_lifted is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = 'This address is not suppressed.';
    end if;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, detail, created_at)
    values (
        identity.current_user_id(), 'email_suppression.lifted', 'email_address', encode(v_address_hash, 'hex'),
        jsonb_build_object('categories', v_lifted, 'reason', p_reason), p_at
    );
end
$$;
alter function identity.lift_email_suppressions(text, text, timestamptz) owner to definer;
grant execute on function identity.lift_email_suppressions(text, text, timestamptz) to staff;
