-- What documents name: the tracks, challenges and pages that learners can find, each with its place, a track's among tracks.
create or replace view curriculum.live_items
with (security_invoker = true)
as
select 'track' as kind, t.id, t.organization_id, t.slug, null::uuid as track_id, null::uuid as lesson_id, t.order_index as place
from curriculum.learning_tracks as t
where t.is_active and t.is_published
union all
select 'challenge' as kind, c.id, c.organization_id, c.slug, c.track_id, c.lesson_id, c.order_in_track as place
from curriculum.live_challenges as c
union all
select 'page' as kind, p.id, p.organization_id, p.slug, p.track_id, p.lesson_id, p.order_in_track as place
from curriculum.pages as p
where p.is_active;
grant select on curriculum.live_items to definer;
