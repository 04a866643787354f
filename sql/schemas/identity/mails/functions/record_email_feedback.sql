-- Ends all mails to addresses that bounced for good or whose owner complained, at the instant at which that happened; an event that
-- comes twice changes nothing.
create or replace function identity.record_email_feedback(p_emails text [], p_reason text, p_at timestamptz) returns void
language sql volatile security definer
set search_path = ''
begin atomic
-- in one order, so that two events of the same addresses wait for each other in no cycle
select identity.suppress_email(h.address_hash, 'all', p_reason, p_at)
from (select distinct identity.email_hash(e.email) as address_hash from unnest(p_emails) as e (email) order by 1) as h;
end;
alter function identity.record_email_feedback(text [], text, timestamptz) owner to definer;
grant execute on function identity.record_email_feedback(text [], text, timestamptz) to scheduler;
