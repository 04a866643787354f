-- Whether an invitation can be used at an instant, or why it cannot.
create or replace function identity.invitation_status(p_invitation identity.invitations, p_at timestamptz) returns text
language sql immutable
return case
    when p_invitation.revoked_at is not null then 'revoked'
    when p_invitation.uses = p_invitation.max_uses then 'used'
    when p_invitation.expires_at <= p_at then 'expired'
    else 'open'
end;
alter function identity.invitation_status(identity.invitations, timestamptz) owner to definer;
