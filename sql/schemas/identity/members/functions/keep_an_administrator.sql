-- Refuses to leave an organization with members and without an active administrator, once a member's row was changed or deleted in
-- this transaction; the caller holds the organization's row, so that two last administrators cannot leave at once. An organization
-- that has none yet may still have none. Refusal: 409 last-administrator.
create or replace function identity.keep_an_administrator(p_organization_id uuid, p_had boolean) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
    if p_had and not identity.has_administrator(p_organization_id) then
        raise exception using
            errcode = 'PF409', constraint = 'last-administrator',
            message = 'This is the organization''s last administrator: make another member one first.';
    end if;
end
$$;
alter function identity.keep_an_administrator(uuid, boolean) owner to definer;
