-- Turns events into notifications: a learner is notified of exactly what the outbox holds. A notification is stored as a
-- type with parameters and worded by `social/notifications/messages.py`. `source` is the id of what it is about, so that an event
-- that is published twice notifies once, and two organizations may use one slug.
create or replace function social.notify() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    -- most events are attempts, and to look at one topic costs a fifth of looking at all
    if exists (select from inserted as e where e.topic = 'attempt.graded' and (e.payload ->> 'first_pass')::boolean) then
        insert into social.notifications (user_id, type, source, params, created_at)
        select
            e.user_id, 'level_complete', (e.payload ->> 'challenge_id') || '/' || (e.payload ->> 'level') as source,
            jsonb_build_object(
                'challenge', e.payload -> 'challenge', 'title', e.payload -> 'title', 'level', e.payload -> 'level',
                'xp', e.payload -> 'level_xp'
            ),
            e.created_at
        from inserted as e
        where e.topic = 'attempt.graded' and (e.payload ->> 'first_pass')::boolean and e.user_id is not null
        order by e.user_id, source
        on conflict do nothing;
    end if;
    if not exists (select from inserted as e where e.topic <> 'attempt.graded') then
        return null;
    end if;
    insert into social.notifications (user_id, type, source, params, created_at)
    select e.user_id, n.type, n.source, n.params, e.created_at
    from inserted as e
    cross join lateral (
        select
            'challenge_unlock' as type, opened.challenge ->> 'id' as source,
            jsonb_build_object(
                'challenge', opened.challenge -> 'slug', 'title', opened.challenge -> 'title', 'completed', e.payload -> 'title'
            ) as params
        from jsonb_array_elements(e.payload -> 'unlocked') as opened (challenge)
        where e.topic = 'challenge.completed'
        union all
        select
            'challenge_unlock', e.payload ->> 'challenge_id',
            jsonb_build_object('challenge', e.payload -> 'challenge', 'title', e.payload -> 'title')
        where e.topic = 'challenge.opened'
        union all
        select 'streak', e.payload ->> 'days', jsonb_build_object('days', e.payload -> 'days', 'xp', e.payload -> 'xp_earned')
        where e.topic = 'streak.reached'
        union all
        select
            'achievement', e.payload ->> 'achievement_id',
            jsonb_build_object(
                'achievement', e.payload -> 'achievement', 'name', e.payload -> 'name', 'description', e.payload -> 'description'
            )
        where e.topic = 'achievement.unlocked'
        union all
        select
            'achievement_revoked', (e.payload ->> 'achievement_id') || '/' || (e.payload ->> 'revocation'),
            jsonb_build_object(
                'achievement', e.payload -> 'achievement', 'name', e.payload -> 'name', 'reason', e.payload -> 'reason',
                'xp', e.payload -> 'xp_taken'
            )
        where e.topic = 'achievement.revoked'
        union all
        select
            'achievement_restored', (e.payload ->> 'achievement_id') || '/' || (e.payload ->> 'revocation'),
            jsonb_build_object(
                'achievement', e.payload -> 'achievement', 'name', e.payload -> 'name', 'reason', e.payload -> 'reason',
                'xp', e.payload -> 'xp_returned'
            )
        where e.topic = 'achievement.restored'
    ) as n
    where e.user_id is not null
    order by e.user_id, n.type, n.source
    on conflict do nothing;
    return null;
end
$$;
alter function social.notify() owner to definer;
