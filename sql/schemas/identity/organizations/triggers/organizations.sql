create or replace trigger keep_slug
before update of slug on identity.organizations
for each row when (new.slug <> old.slug) execute function identity.keep_slug();
