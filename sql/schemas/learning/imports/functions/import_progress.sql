-- Takes over one challenge of one learner from an older system, once however often it is run: the levels they had completed
-- count as passed, in any order and without duplicates; their XP becomes one ledger row, of the XP that the challenge's
-- organization pays; levels and challenge pay nothing again. What they have here already stays. Returns what happened, or why
-- the row was skipped.
create or replace function learning.import_progress(
    p_user_id uuid, p_ref text, p_levels integer [], p_total_xp integer, p_at timestamptz default now(),
    out outcome text, out xp_imported integer, out levels_imported integer
)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_challenge curriculum.challenges;
    v_new integer [];
    v_levels integer [];
    v_completes boolean;
    v_date date;
    v_xp_organization_id uuid;
begin
    xp_imported := 0;
    levels_imported := 0;
    -- of one that is not published too: what the older system had counts, whenever it is published here
    select c.* into v_challenge from curriculum.challenges as c where c.ref = p_ref and c.deleted_at is null;
    outcome := case
        when not exists (select from identity.users as u where u.id = p_user_id and u.erased_at is null) then 'no such user'
        when v_challenge.id is null then 'no such challenge'
        when exists (select from unnest(p_levels) as l (number) where l.number is null or l.number not between 1 and v_challenge.level_count)
            then 'a level that the challenge does not have'
        when coalesce(p_total_xp, 0) < 0 then 'negative XP'
    end;
    if outcome is not null then
        return;
    end if;

    v_xp_organization_id := gamification.xp_organization(v_challenge.organization_id);
    insert into progress.user_challenge_progress as p (user_id, challenge_id, unlock_date)
    values (p_user_id, v_challenge.id, p_at)
    on conflict (user_id, challenge_id) do update set unlock_date = coalesce(p.unlock_date, excluded.unlock_date);
    select p.levels_completed into v_levels
    from progress.user_challenge_progress as p
    where p.user_id = p_user_id and p.challenge_id = v_challenge.id
    for no key update;
    select (p_at at time zone identity.zone_at(p_user_id, p_at))::date into strict v_date
    from gamification.user_stats as s where s.user_id = p_user_id for no key update;

    v_new := array(select distinct l.number from unnest(p_levels) as l (number) where not l.number = any(v_levels) order by l.number);
    v_levels := array(select distinct l.number from unnest(v_levels || v_new) as l (number) order by l.number);
    v_completes := cardinality(v_new) > 0 and cardinality(v_levels) = v_challenge.level_count;
    levels_imported := cardinality(v_new);

    insert into progress.user_level_progress as l (
        user_id, challenge_id, level_number, opened_at, passed_at, passed_local_date
    )
    select p_user_id, v_challenge.id, n.number, p_at, p_at, v_date from unnest(v_new) as n (number) order by n.number
    on conflict (user_id, challenge_id, level_number) do update set
        passed_at = excluded.passed_at, passed_local_date = excluded.passed_local_date;

    -- an award of nothing takes the key, so that passing the level here pays it no second time
    perform gamification.award_xp(p_user_id, array_agg(paid.award), p_at, v_xp_organization_id)
    from (
        select ('level', v_challenge.id || '/' || n.number, 0, 'imported')::gamification.award from unnest(v_new) as n (number)
        union all
        select ('challenge', v_challenge.id, 0, 'imported')::gamification.award where v_completes
    ) as paid (award);
    if coalesce(p_total_xp, 0) > 0 then
        xp_imported := gamification.award_xp(
            p_user_id,
            array[('import', v_challenge.id, p_total_xp, v_challenge.title || ', from the older system')::gamification.award],
            p_at,
            v_xp_organization_id
        );
    end if;

    update progress.user_challenge_progress as p set
        status = case when p.status = 'completed' or v_completes then 'completed' when cardinality(v_levels) > 0 then 'in_progress' else p.status end,
        levels_completed = v_levels,
        current_level = greatest(p.current_level, coalesce((select max(l.number) from unnest(v_levels) as l (number)), 0)),
        start_date = case when cardinality(v_levels) > 0 then coalesce(p.start_date, p_at) else p.start_date end,
        completion_date = case when v_completes then p_at else p.completion_date end,
        xp_organization_id = case when v_completes then v_xp_organization_id else p.xp_organization_id end,
        xp_earned = p.xp_earned + xp_imported
    where p.user_id = p_user_id and p.challenge_id = v_challenge.id;
    update gamification.user_stats as s set
        total_levels_completed = s.total_levels_completed + cardinality(v_new),
        total_challenges_started = (
            select count(*) from progress.user_challenge_progress as p where p.user_id = p_user_id and p.start_date is not null
        ),
        total_challenges_completed = s.total_challenges_completed + v_completes::integer,
        counted_edition = 0,
        updated_at = greatest(s.updated_at, p_at)
    where s.user_id = p_user_id;
    if cardinality(v_new) > 0 then
        perform progress.update_track_progress(p_user_id, v_challenge.track_id, p_at);
    end if;
    if v_completes then
        perform gamification.add_scores(
            'challenges', array[p_user_id], array[1::bigint], array[p_at], p_organization_ids => array[v_xp_organization_id]
        );
        perform progress.check_and_unlock_challenges(p_user_id, p_at);
    end if;
    outcome := case when cardinality(v_new) > 0 or xp_imported > 0 then 'imported' else 'nothing new' end;
end
$$;
alter function learning.import_progress(uuid, text, integer [], integer, timestamptz) owner to definer;
grant execute on function learning.import_progress(uuid, text, integer [], integer, timestamptz) to migrator;
