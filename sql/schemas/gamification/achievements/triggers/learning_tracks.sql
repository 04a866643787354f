create or replace trigger begin_metric_edition
after update on curriculum.learning_tracks
for each row when (old.slug is distinct from new.slug)
execute function gamification.begin_metric_edition();
