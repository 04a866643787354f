create or replace trigger keep_track_prerequisites
after insert or update or delete on curriculum.track_prerequisites
for each statement execute function curriculum.keep_track_prerequisites();
