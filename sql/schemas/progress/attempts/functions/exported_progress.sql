-- A learner's level, and a learner's challenge, as their export has it: with the best score as shown.
create or replace function progress.exported(p_row progress.user_level_progress) returns jsonb
language sql stable
set search_path = ''
return to_jsonb(p_row) || jsonb_build_object('best_score', progress.shown_score(p_row.best_score, p_row.passed_at is not null));
grant execute on function progress.exported(progress.user_level_progress) to reader;

create or replace function progress.exported(p_row progress.user_challenge_progress) returns jsonb
language sql stable
set search_path = ''
return to_jsonb(p_row) || jsonb_build_object('best_score', progress.shown_score(p_row.best_score, p_row.status = 'completed'));
grant execute on function progress.exported(progress.user_challenge_progress) to reader;
