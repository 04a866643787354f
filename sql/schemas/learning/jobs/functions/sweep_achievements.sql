-- One slice of the sweep: reconciles learners who changed since the last round or whose counters content has overtaken, and all
-- members of an organization whose achievements changed. A publication has tasks of its own. A second run at the same time leaves at once.
create or replace function learning.sweep_achievements(
    p_limit integer default 100, p_at timestamptz default now(),
    out learners integer, out awarded integer, out unlocked integer, out done boolean
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_job record;
    v_organizations uuid [];
    v_edition bigint := (select e.number from gamification.metric_editions as e);
    v_ids uuid [];
begin
    learners := 0;
    awarded := 0;
    unlocked := 0;
    done := true;
    -- the cursor's row would be waited for in the very first run
    if not pg_try_advisory_xact_lock(hashtextextended('learning.sweep_achievements', 0)) then
        return;
    end if;
    select j.after_id, j.since into v_job from platform.resume_job('sweep_achievements', p_at) as j;
    if not found then
        return;
    end if;

    v_organizations := array(select distinct a.organization_id from gamification.achievements as a where a.updated_at >= v_job.since);
    v_ids := array(
        select s.user_id
        from gamification.user_stats as s
        where
            s.user_id > coalesce(v_job.after_id, '00000000-0000-0000-0000-000000000000')
            and (
                v_job.since is null or s.updated_at >= v_job.since or s.counted_edition <> v_edition
                or exists (
                    select from identity.members as m where m.user_id = s.user_id and m.organization_id = any(v_organizations)
                )
            )
        order by s.user_id
        limit p_limit
    );
    learners := cardinality(v_ids);
    select r.awarded, r.unlocked into awarded, unlocked from learning.reconcile_learners(v_ids, p_at) as r;

    done := learners < p_limit;
    perform platform.advance_job('sweep_achievements', case when not done then v_ids[learners] end, p_at);
end
$$;
alter function learning.sweep_achievements(integer, timestamptz) owner to definer;
grant execute on function learning.sweep_achievements(integer, timestamptz) to scheduler;
