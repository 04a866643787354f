-- Stores what a client reports of the present learner, in its order, and returns how many are kept: none if the learner's preferences
-- say no, none about an item that they cannot see, and 2,000 of a learner's day. The row of the day makes calls at once take turns.
create or replace function analytics.record_user_events(p_session_id uuid, p_events jsonb, p_at timestamptz default now()) returns integer
language sql volatile security definer
set search_path = ''
as $$
with learner as (
    select u.id, (p_at at time zone identity.zone_at(u.id, p_at))::date as local_date
    from identity.users as u
    where u.id = identity.current_user_id() and coalesce(u.preferences -> 'analytics', 'true') = 'true'
),
reported as (
    select l.id as user_id, l.local_date, i.id as item_id, e.kind, e.seconds, e.detail, e.at, row_number() over (order by r.place) as place
    from learner as l
    cross join jsonb_array_elements(p_events) with ordinality as r (event, place)
    cross join jsonb_to_record(r.event) as e (
        kind text, item_kind text, item_slug text, seconds smallint, detail jsonb, at timestamptz
    )
    left join curriculum.live_items as i
        on i.kind = e.item_kind and i.slug = regexp_replace(e.item_slug, '^.*:', '')
        and i.organization_id = (select o.id from identity.organizations as o where o.slug = identity.organization_of(e.item_slug))
        and i.organization_id = any(array(select identity.organization_ids()))
    where e.item_slug is null or i.id is not null
),
counted as (
    insert into analytics.daily_activity as d (user_id, local_date, events)
    select r.user_id, r.local_date, count(*) from reported as r group by r.user_id, r.local_date
    on conflict (user_id, local_date) do update set events = least(2000, d.events + excluded.events)
    returning new.events - coalesce(old.events, 0) as kept
),
kept as (
    insert into analytics.user_events (user_id, session_id, kind, item_id, seconds, detail, client_at, local_date, created_at)
    select r.user_id, p_session_id, r.kind, r.item_id, r.seconds, r.detail, r.at, r.local_date, p_at
    from reported as r
    inner join counted as c on r.place <= c.kept
    returning 1
)
select count(*)::integer from kept;
$$;
alter function analytics.record_user_events(uuid, jsonb, timestamptz) owner to definer;
grant execute on function analytics.record_user_events(uuid, jsonb, timestamptz) to application;
