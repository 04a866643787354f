-- Notifies learners who had begun a challenge of an organization that it is graded in another way since a publication of the last week:
-- solutions of before may fail now. Each is notified of a version once.
create or replace function learning.notify_of_versions(p_organization_id uuid, p_user_ids uuid [], p_at timestamptz) returns void
language sql volatile
set search_path = ''
begin atomic
insert into social.notifications (user_id, type, source, params, created_at)
select
    p.user_id, 'new_version', format('%s/%s', c.id, v.version),
    jsonb_build_object('challenge', c.ref, 'title', c.title, 'label', v.label, 'changelog', v.changelog), p_at
from curriculum.live_challenges as c
inner join content.item_versions as v
    on v.item_id = c.id and v.organization_id = c.organization_id and v.version = (
        select max(b.version) from content.item_versions as b
        where
            b.item_id = c.id and b.organization_id = c.organization_id and b.version > 1 and not b.is_compatible
            and b.published_at > p_at - interval '7 days'
    )
inner join progress.user_challenge_progress as p
    on p.challenge_id = c.id and p.user_id = any(p_user_ids) and p.start_date < v.published_at
where
    c.organization_id = p_organization_id and c.version > 1
order by p.user_id, c.id
on conflict do nothing;
end;
alter function learning.notify_of_versions(uuid, uuid [], timestamptz) owner to definer;
