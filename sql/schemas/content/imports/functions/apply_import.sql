-- Saves the drafts of an import, all of them, with kind, slug, title, document and document_hash in hex; new items belong to who asked. The
-- caller has compared and counted them under the locks of content.drafts_to_compare.
create or replace function content.apply_import(p_id uuid, p_rows jsonb, p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_import content.imports;
    v_saved integer;
begin
    select i.* into strict v_import from content.imports as i where i.id = p_id and i.state = 'applying' for update;
    v_saved := content.write_drafts(v_import.organization_id, p_rows, p_at, v_import.requested_by);
    update content.imports as i set state = 'applied', changed_at = p_at where i.id = p_id;
    insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
    values (
        'import.applied', v_import.requested_by, v_import.organization_id,
        jsonb_build_object(
            'organization', (select o.slug from identity.organizations as o where o.id = v_import.organization_id),
            'import_id', p_id, 'saved', v_saved
        ),
        p_at
    );
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        v_import.requested_by, 'import.applied', 'import', p_id::text, v_import.organization_id,
        jsonb_build_object('saved', v_saved, 'overwriting', v_import.is_overwriting), p_at
    );
    return v_saved;
end
$$;
alter function content.apply_import(uuid, jsonb, timestamptz) owner to definer;
grant execute on function content.apply_import(uuid, jsonb, timestamptz) to scheduler;
