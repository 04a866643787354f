create or replace trigger add_user_stats
after insert on identity.users
for each row execute function gamification.add_user_stats();
