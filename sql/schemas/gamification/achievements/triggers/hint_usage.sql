create or replace trigger count_hint
after insert on progress.hint_usage
for each row execute function gamification.count_hint();
