-- Why an invitation that is open has no mail; null where it was mailed, will be, or is not to be. A task that has ended without a mail
-- has failed: its problem says why.
create or replace function identity.why_not_mailed(p_invitation identity.invitations, p_at timestamptz) returns text
language sql stable
set search_path = ''
return coalesce(p_invitation.not_mailed, case
    when
        p_invitation.mail_id is not null and p_invitation.mailed_at is null and identity.invitation_status(p_invitation, p_at) = 'open'
        and not exists (
            select from platform.tasks as t
            where t.dedup_key = identity.mail_key((p_invitation).mail_id) and t.state in ('queued', 'running')
        )
        then 'failed'
end);
alter function identity.why_not_mailed(identity.invitations, timestamptz) owner to definer;
