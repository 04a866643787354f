-- Notes that the mail of an invitation was handed to the mail service. Of one that was renewed since, nothing is noted: the renewal
-- has a mail of its own.
create or replace function identity.note_invitation_mailed(p_mail_id uuid, p_at timestamptz default now()) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update identity.invitations as i set mailed_at = p_at where i.mail_id = p_mail_id;
end;
alter function identity.note_invitation_mailed(uuid, timestamptz) owner to definer;
grant execute on function identity.note_invitation_mailed(uuid, timestamptz) to scheduler;
