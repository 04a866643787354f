create or replace trigger begin_metric_edition
after update on curriculum.challenge_levels
for each row when (old.estimated_minutes is distinct from new.estimated_minutes)
execute function gamification.begin_metric_edition();

create or replace trigger begin_metric_edition_with
after insert on curriculum.challenge_levels
for each row execute function gamification.begin_metric_edition();

create or replace trigger begin_metric_edition_without
after delete on curriculum.challenge_levels
for each statement execute function gamification.begin_metric_edition();
