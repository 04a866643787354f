create or replace trigger sync_track_totals
after insert or update of track_id, is_active, is_published, deleted_at on curriculum.challenges
for each statement execute function progress.sync_track_totals();
