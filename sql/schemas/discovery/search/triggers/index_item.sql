create or replace trigger index_item
after insert or update on curriculum.learning_tracks
for each row execute function discovery.index_item('track');
create or replace trigger index_item
after insert or update on curriculum.challenges
for each row execute function discovery.index_item('challenge');
create or replace trigger index_item
after insert or update on curriculum.pages
for each row execute function discovery.index_item('page');
