-- Refuses rows of a publication that cannot stand where they say in their organization's catalogue, for the fields of p_places or, where
-- that is null, for any. Refusal: 409 misplaced.
create or replace function learning.refuse_misplaced(p_organization_id uuid, p_rows jsonb, p_places text []) returns void
language plpgsql stable
set search_path = ''
as $$
declare
    v_problem record;
begin
    select r.kind, r.slug, m.place, m.message into v_problem
    from jsonb_to_recordset(p_rows) as r (kind text, slug text, content jsonb, document jsonb)
    cross join lateral curriculum.misplaced(p_organization_id, r.kind, coalesce(nullif(r.content, 'null'), r.document)) as m
    where p_places is null or m.place = any(p_places)
    order by r.kind, r.slug
    limit 1;
    if found then
        raise exception using
            errcode = 'PF409', constraint = 'misplaced',
            message = format('%s %s, %s: %s', v_problem.kind, v_problem.slug, v_problem.place, v_problem.message);
    end if;
end
$$;
alter function learning.refuse_misplaced(uuid, jsonb, text []) owner to definer;
