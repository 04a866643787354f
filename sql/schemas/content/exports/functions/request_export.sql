-- Asks for an export of an organization's drafts, of one track if p_track names it. Returns the export, and the dispatch of its task. The
-- rows of a week ago are deleted, whose zips the bucket has deleted. Refusals: 403 forbidden; 404 not-found.
create or replace function content.request_export(p_organization text, p_track text, p_at timestamptz default now())
returns table (export_id uuid, task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.read');
    v_id uuid;
begin
    if p_track is not null and not exists (
        select from content.items as i
        where i.organization_id = v_organization_id and i.kind = 'track' and i.slug = p_track and i.state <> 'archived'
    ) then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no track %s.', p_track);
    end if;
    delete from content.exports as e where e.organization_id = v_organization_id and e.requested_at < p_at - interval '7 days';
    insert into content.exports as e (organization_id, track, requested_by, requested_at)
    values (v_organization_id, p_track, identity.current_user_id(), p_at)
    returning e.id into v_id;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'content.exported', 'export', v_id::text, v_organization_id,
        jsonb_strip_nulls(jsonb_build_object('track', p_track)), p_at
    );
    return query
    select v_id, t.id, t.nonce
    from platform.enqueue_internal_task(
        'export_content', jsonb_build_object('export_id', v_id), content.export_key(v_id), v_organization_id, p_at
    ) as t;
end
$$;
alter function content.request_export(text, text, timestamptz) owner to definer;
grant execute on function content.request_export(text, text, timestamptz) to staff;
