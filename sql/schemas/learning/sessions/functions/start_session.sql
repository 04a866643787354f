-- Begins a learning session of the present learner; the one that was open ends at its last sign of life.
create or replace function learning.start_session(
    p_session_type text, p_resource_id text, p_metadata jsonb, p_at timestamptz default now()
) returns uuid
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_user_id uuid := identity.current_user_id();
    v_open uuid;
    v_id uuid;
begin
    -- two starts at once take turns
    perform pg_advisory_xact_lock(hashtextextended('learning.start_session:' || v_user_id, 0));
    select s.id into v_open from progress.learning_sessions as s where s.user_id = v_user_id and s.end_time is null;
    if found then
        perform learning.touch_session(v_open, true, false, null, s.last_seen_at) from progress.learning_sessions as s where s.id = v_open;
    end if;
    insert into progress.learning_sessions (user_id, session_type, resource_id, start_time, last_seen_at, metadata)
    values (v_user_id, p_session_type, p_resource_id, p_at, p_at, p_metadata)
    returning id into v_id;
    perform identity.touch_last_active(v_user_id, p_at);
    return v_id;
end
$$;
alter function learning.start_session(text, text, jsonb, timestamptz) owner to definer;
grant execute on function learning.start_session(text, text, jsonb, timestamptz) to application;
