-- Makes every new user a member of the public organization.
create or replace function identity.join_public_organization() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    insert into identity.members (organization_id, user_id, created_at)
    values (identity.public_organization(), new.id, new.created_at);
    return null;
end
$$;
alter function identity.join_public_organization() owner to definer;
