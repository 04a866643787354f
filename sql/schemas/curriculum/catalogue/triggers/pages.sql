create or replace trigger set_reference
before insert or update of slug, organization_id, ref on curriculum.pages
for each row execute function identity.set_reference();
