create or replace trigger skip_days
after update of time_zone_since on identity.users
for each row when (new.time_zone_since is not null)
execute function gamification.skip_days();
