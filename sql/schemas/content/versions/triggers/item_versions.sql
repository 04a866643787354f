create or replace trigger frozen
before update of item_id, version, label, document, content_hash, changelog, published_at or delete on content.item_versions
for each row execute function content.refuse_edit();
