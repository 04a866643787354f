create or replace trigger open_to_member
after insert or update of status on identity.members
for each row execute function learning.open_to_member();
