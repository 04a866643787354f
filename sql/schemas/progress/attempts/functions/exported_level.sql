-- A learner's level as their export has it: with the best score as shown.
create or replace function progress.exported_level(p_row progress.user_level_progress) returns jsonb
language sql stable
set search_path = ''
return to_jsonb(p_row) || jsonb_build_object('best_score', progress.shown_score(p_row.best_score, p_row.passed_at is not null));
grant execute on function progress.exported_level(progress.user_level_progress) to reader;
