-- The key of the task that mails an invitation.
create or replace function identity.mail_key(p_mail_id uuid) returns text
language sql immutable
set search_path = ''
return format('mail_invitation:%s', p_mail_id);
alter function identity.mail_key(uuid) owner to definer;
