-- Awards one learner what they have reached, and returns it as the API shows it: slug, name, XP and icon of each.
create or replace function gamification.award_now(p_user_id uuid, p_at timestamptz) returns jsonb
language sql volatile security definer
set search_path = ''
begin atomic
select coalesce(
    jsonb_agg(
        jsonb_build_object('slug', a.ref, 'name', a.name, 'xp_reward', a.xp_reward, 'icon_url', a.icon_url) order by a.ref
    ),
    '[]'
)
from gamification.check_and_award_achievements(p_user_id, p_at) as reached (id)
inner join gamification.achievements as a on a.id = reached.id;
end;
alter function gamification.award_now(uuid, timestamptz) owner to definer;
