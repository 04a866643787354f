create or replace trigger open_first_challenges
after insert on identity.users
for each row execute function progress.open_first_challenges();
