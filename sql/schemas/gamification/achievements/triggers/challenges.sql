create or replace trigger begin_metric_edition
after update on curriculum.challenges
for each row when (
    (old.organization_id, old.track_id, old.category, old.difficulty_base, old.ddia_concepts)
    is distinct from (new.organization_id, new.track_id, new.category, new.difficulty_base, new.ddia_concepts)
)
execute function gamification.begin_metric_edition();

create or replace trigger begin_metric_edition_without
after delete on curriculum.challenges
for each statement execute function gamification.begin_metric_edition();
