-- Refuses another slug for an organization: addresses, links and the ledger's texts begin with it. Refusal: 409 slug-fixed.
create or replace function identity.keep_slug() returns trigger
language plpgsql immutable
set search_path = ''
as $$
begin
    raise exception using
        errcode = 'PF409', constraint = 'slug-fixed',
        message = format('The organization %s keeps its slug: give it another name instead.', old.slug);
end
$$;
