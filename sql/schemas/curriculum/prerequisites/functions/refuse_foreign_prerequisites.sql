-- Refuses a prerequisite of another organization, except of public: its learners could never complete it, and the refusal of an
-- attempt would name it to them. The argument is the table that edges of a table connect. Refusal: 422 prerequisite-foreign.
create or replace function curriculum.refuse_foreign_prerequisites() returns trigger
language plpgsql stable
set search_path = ''
as $$
declare
    v_owners regclass := tg_argv[0];
    v_is_foreign boolean;
begin
    execute format(
        'select exists (
            select from %1$s as o where o.id = $1 and o.organization_id not in ($2, identity.public_organization())
        )',
        v_owners
    ) into v_is_foreign using new.prerequisite_id, new.organization_id;
    if v_is_foreign then
        raise exception using
            errcode = 'PF422', constraint = 'prerequisite-foreign',
            message = 'A prerequisite belongs to the same organization or to public.';
    end if;
    return new;
end
$$;
