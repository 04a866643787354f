create or replace trigger update_stats_on_xp
after insert on gamification.xp_transactions
referencing new table as new_rows
for each statement execute function gamification.update_user_stats();

create or replace trigger append_only
before update or delete or truncate on gamification.xp_transactions
for each statement execute function platform.refuse_change();
