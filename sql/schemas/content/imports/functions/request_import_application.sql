-- Asks for the application of a planned import; what was edited elsewhere since is replaced if p_is_overwriting. Returns the dispatch of
-- the task that does it. Refusals: 403 forbidden; 404 not-found; 409 import-not-planned, 409 import-conflicts, 409 import-running.
create or replace function content.request_import_application(
    p_organization text, p_id uuid, p_is_overwriting boolean, p_at timestamptz default now()
) returns table (task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.import');
    v_import content.imports;
begin
    perform content.end_lost_imports(v_organization_id, p_at);
    select i.* into v_import from content.imports as i where i.id = p_id and i.organization_id = v_organization_id for update;
    if v_import.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = 'There is no such import.';
    elsif v_import.state <> 'planned' then
        raise exception using
            errcode = 'PF409', constraint = 'import-not-planned',
            message = format('This import is %s: only one that is planned is applied.', v_import.state);
    elsif (v_import.plan ->> 'conflicts')::integer > 0 and not p_is_overwriting then
        raise exception using
            errcode = 'PF409', constraint = 'import-conflicts',
            message = format(
                'Drafts were edited elsewhere since, %s of them: export and change them as they are now, or overwrite them.',
                v_import.plan ->> 'conflicts'
            );
    elsif exists (
        select from content.imports as i where i.organization_id = v_organization_id and i.state in ('planning', 'applying')
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'import-running', message = 'Another import of the organization runs: wait until it has ended.';
    end if;
    begin
        update content.imports as i set
            state = 'applying', is_overwriting = p_is_overwriting, changed_at = p_at,
            may_change_all = content.may_change_all(v_organization_id), requested_by = identity.current_user_id(),
            is_operators = 'platform_admin' = any(identity.current_roles())
        where i.id = p_id;
    exception
        when unique_violation then -- another one that committed at this moment
            raise exception using
                errcode = 'PF409', constraint = 'import-running',
                message = 'Another import of the organization runs: wait until it has ended.';
    end;
    return query
    select t.id, t.nonce
    from platform.enqueue_internal_task(
        'import_content', jsonb_build_object('import_id', p_id), content.import_key(p_id, 'applying'), v_organization_id, p_at
    ) as t;
end
$$;
alter function content.request_import_application(text, uuid, boolean, timestamptz) owner to definer;
grant execute on function content.request_import_application(text, uuid, boolean, timestamptz) to staff;
