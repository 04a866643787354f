create or replace trigger fill_profile
before insert on identity.public_profiles
for each row execute function gamification.fill_profile();
