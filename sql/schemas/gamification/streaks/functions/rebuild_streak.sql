-- Replays a learner's active and skipped days from the first, which must leave the calendar as it was; returns how many
-- rows differed and were put right.
create or replace function gamification.rebuild_streak(p_user_id uuid, p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_day record;
    v_missed date [];
    v_changed integer := 0;
    v_rows integer;
    v_streak integer := 0;
    v_freezes integer := 0;
    v_longest integer := 0;
    v_last date;
begin
    perform from gamification.user_stats as s where s.user_id = p_user_id for no key update;

    for v_day in
        select d.local_date, d.created_at
        from gamification.streak_days as d
        where d.user_id = p_user_id and d.kind = 'active'
        order by d.local_date
    loop
        v_missed := case
            when v_last is null then '{}'::date []
            else array(select m.day from gamification.missed_days(p_user_id, v_last, least(v_day.local_date, v_last + 8)) as m (day) limit 3)
        end;

        insert into gamification.streak_days as d (user_id, local_date, kind, created_at)
        select p_user_id, covered.day, 'frozen', v_day.created_at from unnest(v_missed[1:v_freezes]) as covered (day)
        on conflict (user_id, local_date) do nothing;
        get diagnostics v_rows = row_count;
        v_changed := v_changed + v_rows;

        select n.streak, n.freezes into v_streak, v_freezes
        from gamification.next_streak(v_streak, v_freezes, cardinality(v_missed)) as n;
        update gamification.streak_days as d set streak = v_streak, freezes = v_freezes
        where d.user_id = p_user_id and d.local_date = v_day.local_date and (d.streak, d.freezes) is distinct from (v_streak, v_freezes);
        get diagnostics v_rows = row_count;
        v_changed := v_changed + v_rows;

        v_longest := greatest(v_longest, v_streak);
        v_last := v_day.local_date;
    end loop;

    update gamification.user_stats as s set
        current_streak_days = gamification.calculate_user_streak(p_user_id, p_at),
        longest_streak_days = v_longest,
        counted_edition = 0,
        updated_at = greatest(s.updated_at, p_at)
    where s.user_id = p_user_id;
    return v_changed;
end
$$;
alter function gamification.rebuild_streak(uuid, timestamptz) owner to definer;
grant execute on function gamification.rebuild_streak(uuid, timestamptz) to scheduler;
