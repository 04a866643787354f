-- Archives an organization's challenges that came from files and are in the files no more: their attempts stay, nobody begins them any
-- more. Returns how many.
create or replace function curriculum.archive_missing(p_organization_id uuid, p_challenges jsonb, p_at timestamptz) returns integer
language sql volatile security definer
set search_path = ''
begin atomic
with archived as (
    update curriculum.challenges as c set is_active = false, updated_at = p_at
    where
        c.is_active and c.created_by is null and c.organization_id = p_organization_id
        and c.slug not in (select challenge.value ->> 'slug' from jsonb_array_elements(p_challenges) as challenge (value))
    returning c.id
),
items as (
    update content.items as i set state = 'archived', updated_at = p_at from archived as a where i.id = a.id returning 1
)
select count(*)::integer from archived;
end;
alter function curriculum.archive_missing(uuid, jsonb, timestamptz) owner to definer;
grant execute on function curriculum.archive_missing(uuid, jsonb, timestamptz) to migrator;
