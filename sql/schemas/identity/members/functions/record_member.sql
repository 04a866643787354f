-- Writes what happened to a member into the event log and the audit log.
create or replace function identity.record_member(
    p_organization_id uuid, p_slug text, p_user_id uuid, p_topic text, p_detail jsonb, p_at timestamptz
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
values (p_topic, p_user_id, p_organization_id, jsonb_build_object('organization', p_slug) || p_detail, p_at);
insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
values (
    identity.current_user_id(), p_topic, 'user', p_user_id::text, p_organization_id, jsonb_build_object('organization', p_slug) || p_detail,
    p_at
);
end;
alter function identity.record_member(uuid, text, uuid, text, jsonb, timestamptz) owner to definer;
