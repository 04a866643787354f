-- Closes one leaderboard: corrects a global one's scores, and when they were reached, by the ledger, rebuilds its ranks a last
-- time and keeps the first hundred. Idempotent; returns how many scores were wrong, which should be none, and null if it is
-- closed already.
create or replace function gamification.close_leaderboard(
    p_scope_type text, p_scope_id uuid, p_metric_type text, p_period_type text, p_period_date date, p_at timestamptz default now()
) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_wrong bigint := 0;
begin
    perform pg_advisory_xact_lock(hashtextextended(concat_ws('/', 'leaderboard', p_scope_id, p_metric_type, p_period_type, p_period_date), 0));
    perform from gamification.leaderboards as b
    where
        b.scope_id = p_scope_id and b.metric_type = p_metric_type and b.period_type = p_period_type
        and b.period_date = p_period_date and b.closed_at is not null;
    if found then
        return null;
    end if;

    if p_scope_type = 'global' then
        with
        truth as materialized (
            -- whoever left keeps their ledger, and stays off the leaderboards
            select t.user_id, t.metric_value, t.reached_at
            from gamification.recomputed_scores(p_metric_type, p_period_type, p_period_date) as t
            inner join identity.users as u on u.id = t.user_id and u.erased_at is null
        ),
        differing as (
            select coalesce(t.user_id, s.user_id) as user_id, t.metric_value, t.reached_at,
                s.metric_value is distinct from t.metric_value as is_wrong
            from truth as t
            full join (
                select b.user_id, b.metric_value, b.reached_at from gamification.leaderboard_scores as b
                where
                    b.scope_id = p_scope_id and b.metric_type = p_metric_type and b.period_type = p_period_type
                    and b.period_date = p_period_date
            ) as s on s.user_id = t.user_id
            where (s.metric_value, s.reached_at) is distinct from (t.metric_value, t.reached_at)
        ),
        removed as (
            delete from gamification.leaderboard_scores as s
            using differing as d
            where
                s.scope_id = p_scope_id and s.metric_type = p_metric_type and s.period_type = p_period_type
                and s.period_date = p_period_date and s.user_id = d.user_id and d.metric_value is null
        ),
        corrected as (
            insert into gamification.leaderboard_scores as s
            (scope_type, scope_id, metric_type, period_type, period_date, user_id, metric_value, reached_at)
            select p_scope_type, p_scope_id, p_metric_type, p_period_type, p_period_date, d.user_id, d.metric_value, d.reached_at
            from differing as d
            where d.metric_value is not null
            order by d.user_id
            on conflict (user_id, scope_id, metric_type, period_type, period_date) do update set
                metric_value = excluded.metric_value, reached_at = excluded.reached_at
        )
        select count(*) filter (where d.is_wrong) into v_wrong from differing as d;
    end if;

    perform gamification.update_leaderboard_rankings(p_period_type, p_period_date, p_metric_type, p_scope_type, p_scope_id, p_at);
    insert into gamification.leaderboard_snapshots
    (scope_type, scope_id, metric_type, period_type, period_date, rank, user_id, metric_value, reached_at, created_at)
    select
        p_scope_type, p_scope_id, p_metric_type, p_period_type, p_period_date,
        gamification.rank_of_score(p_scope_id, p_metric_type, p_period_type, p_period_date, s.metric_value), s.user_id, s.metric_value,
        s.reached_at, p_at
    from gamification.leaderboard_scores as s
    where
        s.scope_id = p_scope_id and s.metric_type = p_metric_type and s.period_type = p_period_type and s.period_date = p_period_date
    order by s.metric_value desc, s.reached_at, s.id
    limit 100;
    update gamification.leaderboards as b set closed_at = p_at
    where b.scope_id = p_scope_id and b.metric_type = p_metric_type and b.period_type = p_period_type and b.period_date = p_period_date;
    return v_wrong;
end
$$;
alter function gamification.close_leaderboard(text, uuid, text, text, date, timestamptz) owner to definer;
grant execute on function gamification.close_leaderboard(text, uuid, text, text, date, timestamptz) to scheduler;
