-- Erases the present learner: of every table that knows them the rows go, or forget whose they are where that may be. What
-- stays is the XP ledger, on an id that belongs to nobody, and the audit log. Refusal: 403 erased, before.
create or replace function identity.erase_user(p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_column record;
begin
    -- waits for every request of theirs that is under way; later ones wait here and find nobody
    perform pg_advisory_xact_lock(hashtextextended('identity.erasure:' || v_user_id, 0));

    update identity.users as u set
        email = null, username = 'erased-' || replace(gen_random_uuid()::text, '-', ''), display_name = null, avatar_url = null,
        skill_level = 'beginner', onboarding_completed = false, preferences = '{}', time_zone = 'UTC', time_zone_changed_at = null,
        time_zone_before = null, time_zone_since = null, visibility = 'hidden', updated_at = p_at, last_active_at = p_at, erased_at = p_at
    where u.id = v_user_id and u.erased_at is null;
    if not found then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased: sign up again for a new one.';
    end if;

    update platform.outbox as o set payload = o.payload - 'user_id' where o.user_id = v_user_id;
    -- a task names its learner optionally, yet its payload and result are theirs: it goes, and a worker's answer finds nothing
    delete from platform.tasks as t where t.user_id = v_user_id;
    for v_column in
        select c.relation, c.attribute, c.optional
        from identity.learner_columns() as c
        where c.relation not in ('identity.users', 'gamification.xp_awards', 'gamification.xp_transactions', 'gamification.xp_archived')
    loop
        execute format(
            case when v_column.optional then 'update %1$s set %2$I = null where %2$I = $1' else 'delete from %1$s where %2$I = $1' end,
            v_column.relation, v_column.attribute
        ) using v_user_id;
    end loop;

    -- the account at the identity provider and the exports follow: who deletes them hears of it by this event
    insert into platform.outbox (topic, payload, created_at)
    values ('user.erased', jsonb_build_object('user_id', v_user_id), p_at);
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, created_at)
    values (v_user_id, 'user.erased', 'user', v_user_id::text, p_at);
end
$$;
alter function identity.erase_user(timestamptz) owner to definer;
grant execute on function identity.erase_user(timestamptz) to application;
