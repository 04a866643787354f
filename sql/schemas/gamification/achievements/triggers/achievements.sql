create or replace trigger keep_achievement_conditions
after insert or update of criteria on gamification.achievements
for each row execute function gamification.keep_achievement_conditions();
