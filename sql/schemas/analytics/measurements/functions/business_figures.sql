-- What learners do, in sums across all of them and nothing of anybody; the XP is the platform's. No index knows the time, so each
-- sum begins at the ids of its period, with an hour for clocks that differ, and then asks for the exact instant. Whoever signs up is
-- given the open challenges in the same moment, and whoever is active has a day in the calendar that began at most 25 hours before.
create or replace function analytics.business_figures(p_at timestamptz default now())
returns table (attempts_last_hour bigint, xp_last_hour bigint, active_learners_last_day bigint, sign_ups_last_day bigint)
language plpgsql stable security definer
set search_path = ''
as $$
declare
    v_hour timestamptz := p_at - interval '1 hour';
    v_day timestamptz := p_at - interval '1 day';
    v_hour_id uuid := platform.first_id_at(v_hour - interval '1 hour');
    v_day_id uuid := platform.first_id_at(v_day - interval '1 hour');
begin
    return query
    select
        (
            select count(*) from progress.level_attempts as a
            where a.id >= v_hour_id and a.created_at > v_hour and a.created_at <= p_at
        ),
        (
            select coalesce(sum(t.amount), 0)::bigint from gamification.xp_transactions as t
            where
                t.id >= v_hour_id and t.created_at > v_hour and t.created_at <= p_at
                and t.organization_id = identity.public_organization()
        ),
        (
            select count(distinct d.user_id) from gamification.streak_days as d
            inner join identity.users as u on u.id = d.user_id
            where d.created_at > v_day - interval '25 hours' and d.kind = 'active' and u.last_active_at > v_day
        ),
        (
            select count(distinct p.user_id) from progress.user_challenge_progress as p
            inner join identity.users as u on u.id = p.user_id
            where p.id >= v_day_id and u.created_at > v_day and u.created_at <= p_at
        );
end
$$;
alter function analytics.business_figures(timestamptz) owner to definer;
grant execute on function analytics.business_figures(timestamptz) to scheduler;
