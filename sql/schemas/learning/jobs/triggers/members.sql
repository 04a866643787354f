create or replace trigger open_to_member
after insert on identity.members
for each row when (new.status = 'active') execute function learning.open_to_member();
create or replace trigger open_to_member_again
after update of status on identity.members
for each row when (new.status = 'active' and old.status <> 'active') execute function learning.open_to_member();
