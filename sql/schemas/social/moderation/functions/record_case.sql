-- Writes what happened to a case to the organization's audit log. Who reported is never named there.
create or replace function social.record_case(
    p_action text, p_actor_id uuid, p_case social.moderation_cases, p_detail jsonb, p_at timestamptz
) returns void
language sql volatile
set search_path = ''
begin atomic
insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
values (
    p_actor_id, p_action, 'moderation_case', (p_case).id::text, (p_case).organization_id,
    jsonb_build_object((p_case).kind, (p_case).subject_id) || p_detail, p_at
);
end;
alter function social.record_case(text, uuid, social.moderation_cases, jsonb, timestamptz) owner to definer;
