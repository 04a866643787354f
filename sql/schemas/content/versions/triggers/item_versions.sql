create or replace trigger frozen
before update of item_id, organization_id, version, label, document, content_hash, grader_version, changelog, is_compatible,
breaking_reason, approvals, restored_from, published_at or delete on content.item_versions
for each row execute function content.refuse_edit();
