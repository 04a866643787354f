-- Keeps a row's reference, what addresses name it by: the slug for content of "public", `<organization>:<slug>` for others,
-- so that organizations choose their slugs independently of each other. For tables with organization_id, slug and ref.
create or replace function identity.set_reference() returns trigger
language plpgsql stable security definer
set search_path = ''
as $$
begin
    new.ref := case
        when new.organization_id = identity.public_organization() then new.slug
        else (select o.slug || ':' || new.slug from identity.organizations as o where o.id = new.organization_id)
    end;
    return new;
end
$$;
alter function identity.set_reference() owner to definer;
