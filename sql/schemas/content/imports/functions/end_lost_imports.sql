-- Ends an organization's imports that nobody works on any more, so that another one can begin.
create or replace function content.end_lost_imports(p_organization_id uuid, p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
update content.imports as i set
    state = 'failed', changed_at = p_at,
    problem = jsonb_build_object('kind', 'not-completed', 'detail', 'The import was not completed: ask for it again.')
where
    i.organization_id = p_organization_id and i.state in ('planning', 'applying')
    and content.is_lost(content.import_key(i.id, i.state), i.changed_at, p_at);
end;
alter function content.end_lost_imports(uuid, timestamptz) owner to definer;
