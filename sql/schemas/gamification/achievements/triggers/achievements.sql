create or replace trigger sync_achievement_conditions
after insert or update of criteria on gamification.achievements
for each row execute function gamification.sync_achievement_conditions();
create or replace trigger set_reference
before insert or update of slug, organization_id, ref on gamification.achievements
for each row execute function identity.set_reference();
