create or replace trigger sync_prerequisites
after insert or update or delete on curriculum.track_prerequisites
for each row execute function curriculum.sync_prerequisites('curriculum.learning_tracks', 'track_id');
