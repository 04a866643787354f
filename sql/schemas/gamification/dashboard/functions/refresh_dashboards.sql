-- One slice of the hourly rebuild of dashboards; a second run at the same time leaves at once.
create or replace function gamification.refresh_dashboards(
    p_limit integer default 200, p_at timestamptz default now(), out learners integer, out written bigint, out done boolean
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_job record;
    v_ids uuid [];
begin
    learners := 0;
    written := 0;
    done := true;
    -- the cursor's row would be waited for in the very first run
    if not pg_try_advisory_xact_lock(hashtextextended('gamification.refresh_dashboards', 0)) then
        return;
    end if;
    select j.after_id into v_job from platform.resume_job('refresh_dashboards', p_at) as j;
    if not found then
        return;
    end if;

    v_ids := array(
        select s.user_id from gamification.user_stats as s
        where s.user_id > coalesce(v_job.after_id, '00000000-0000-0000-0000-000000000000')
        order by s.user_id
        limit p_limit
    );
    learners := cardinality(v_ids);
    written := gamification.refresh_dashboard_slice(v_ids, p_at);
    done := learners < p_limit;
    perform platform.advance_job('refresh_dashboards', case when not done then v_ids[learners] end, p_at);
end
$$;
alter function gamification.refresh_dashboards(integer, timestamptz) owner to definer;
grant execute on function gamification.refresh_dashboards(integer, timestamptz) to scheduler;
