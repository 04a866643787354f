create or replace trigger sync_prerequisites
after insert or update or delete on curriculum.track_prerequisites
for each row execute function curriculum.sync_prerequisites('curriculum.learning_tracks', 'track_id');
create or replace trigger refuse_foreign_prerequisites
before insert or update on curriculum.track_prerequisites
for each row execute function curriculum.refuse_foreign_prerequisites('curriculum.learning_tracks');
