-- Whether nobody can appeal against the decision of a case any more: it was appealed before, has no author, or is 14 days old.
create or replace function social.is_final(p_case social.moderation_cases, p_at timestamptz) returns boolean
language sql stable
set search_path = ''
return (p_case).state = 'decided'
and ((p_case).appealed_at is not null or (p_case).author_id is null or social.appeal_until((p_case).decided_at) <= p_at);
alter function social.is_final(social.moderation_cases, timestamptz) owner to definer;
