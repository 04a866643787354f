create or replace trigger check_roles
before insert or update of roles on identity.members
for each row execute function identity.check_roles();
