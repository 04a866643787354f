-- Erases the present learner: with each column that names them it does what is declared in identity.personal_data, and it
-- refuses to begin while a column is undeclared. What is kept stays on an id that belongs to nobody. Refusal: 403 erased,
-- before.
create or replace function identity.erase_user(p_at timestamptz default now()) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_column record;
    v_undeclared text := (select string_agg(u.relation || '.' || u.attribute, ', ') from identity.undeclared_personal_data() as u);
begin
    if v_undeclared is not null then
        raise exception using
            errcode = 'object_not_in_prerequisite_state',
            message = format('Nothing is erased: no declaration says what becomes of %s.', v_undeclared),
            hint = 'Call identity.declare_personal_data in the schema''s access.sql.';
    end if;

    -- waits for every request of theirs that is under way; later ones wait here and find nobody
    perform pg_advisory_xact_lock(hashtextextended('identity.erasure:' || v_user_id, 0));

    delete from identity.invitations as i
    using identity.users as u
    where u.id = v_user_id and i.email = lower(u.email);
    update identity.users as u set
        email = null, username = 'erased-' || replace(gen_random_uuid()::text, '-', ''), display_name = null, avatar_url = null,
        skill_level = 'beginner', onboarding_completed = false, preferences = '{}', time_zone = 'UTC', time_zone_changed_at = null,
        time_zone_before = null, time_zone_since = null, visibility = 'hidden', updated_at = p_at, last_active_at = p_at, erased_at = p_at
    where u.id = v_user_id and u.erased_at is null;
    if not found then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased. Its address can sign up again within a minute.';
    end if;

    update platform.outbox as o set payload = o.payload - 'user_id' where o.user_id = v_user_id;
    for v_column in
        select d.relation, d.attribute, d.action
        from identity.personal_data as d
        where d.action <> 'keep'
        order by d.relation, d.attribute
    loop
        execute format(
            case v_column.action
                when 'anonymize' then 'update %1$s set %2$I = null where %2$I = $1'
                when 'delete' then 'delete from %1$s where %2$I = $1'
            end,
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
