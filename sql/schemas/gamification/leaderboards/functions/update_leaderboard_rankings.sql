-- Rebuilds one leaderboard's map from score to rank, writing only the rows that changed; returns how many learners are on it.
create or replace function gamification.update_leaderboard_rankings(
    p_period_type text, p_period_date date, p_metric_type text, p_scope_type text default 'global',
    p_scope_id uuid default '00000000-0000-0000-0000-000000000000', p_at timestamptz default now()
) returns bigint
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_participants bigint;
begin
    insert into gamification.leaderboards as b
    (scope_type, scope_id, metric_type, period_type, period_date, participants, refreshed_at)
    values (p_scope_type, p_scope_id, p_metric_type, p_period_type, p_period_date, 0, p_at)
    on conflict (scope_id, metric_type, period_type, period_date) do update set refreshed_at = greatest(b.refreshed_at, p_at);

    with
    fresh as materialized (
        select
            s.metric_value, count(*) as holders,
            sum(count(*)) over (order by s.metric_value desc) - count(*) + 1 as rank
        from gamification.leaderboard_scores as s
        where
            s.scope_id = p_scope_id and s.metric_type = p_metric_type
            and s.period_type = p_period_type and s.period_date = p_period_date
        group by s.metric_value
    ),
    gone as (
        delete from gamification.leaderboard_ranks as r
        where
            r.scope_id = p_scope_id and r.metric_type = p_metric_type
            and r.period_type = p_period_type and r.period_date = p_period_date
            and not exists (select from fresh as f where f.metric_value = r.metric_value)
    ),
    changed as (
        insert into gamification.leaderboard_ranks as r
        (scope_type, scope_id, metric_type, period_type, period_date, metric_value, rank, holders)
        select p_scope_type, p_scope_id, p_metric_type, p_period_type, p_period_date, f.metric_value, f.rank, f.holders
        from fresh as f
        on conflict (scope_id, metric_type, period_type, period_date, metric_value) do update set
            rank = excluded.rank, holders = excluded.holders
        where r.rank <> excluded.rank or r.holders <> excluded.holders
    )
    select coalesce(sum(f.holders), 0) into v_participants from fresh as f;

    update gamification.leaderboards set participants = v_participants
    where
        scope_id = p_scope_id and metric_type = p_metric_type and period_type = p_period_type
        and period_date = p_period_date and participants <> v_participants;
    return v_participants;
end
$$;
alter function gamification.update_leaderboard_rankings(text, date, text, text, uuid, timestamptz) owner to definer;
grant execute on function gamification.update_leaderboard_rankings(text, date, text, text, uuid, timestamptz) to scheduler;
