create or replace trigger follow_track
after insert or update of track_id, is_active, is_published, deleted_at on curriculum.challenges
for each statement execute function progress.follow_track();
