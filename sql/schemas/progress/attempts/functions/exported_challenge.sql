-- A learner's challenge as their export has it: with the best score as shown.
create or replace function progress.exported_challenge(p_row progress.user_challenge_progress) returns jsonb
language sql stable
set search_path = ''
return to_jsonb(p_row) || jsonb_build_object('best_score', progress.shown_score(p_row.best_score, p_row.status = 'completed'));
grant execute on function progress.exported_challenge(progress.user_challenge_progress) to reader;
