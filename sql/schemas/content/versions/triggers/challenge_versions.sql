create or replace trigger frozen
before update of challenge_id, version, content, content_hash, graded_hashes, published_at or delete on content.challenge_versions
for each row execute function content.refuse_edit();
