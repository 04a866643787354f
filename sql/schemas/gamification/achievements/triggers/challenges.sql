create or replace trigger begin_metric_edition
after update on curriculum.challenges
for each row when (
    old.organization_id is distinct from new.organization_id or old.track_id is distinct from new.track_id
    or old.category is distinct from new.category or old.difficulty_base is distinct from new.difficulty_base
    or old.ddia_concepts is distinct from new.ddia_concepts
)
execute function gamification.begin_metric_edition();

create or replace trigger begin_metric_edition_without
after delete on curriculum.challenges
for each statement execute function gamification.begin_metric_edition();
