create or replace trigger sync_achievement_conditions
after insert or update of criteria on gamification.achievements
for each row execute function gamification.sync_achievement_conditions();
