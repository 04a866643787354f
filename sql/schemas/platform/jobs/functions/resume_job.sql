-- Takes a job that goes through learners for this transaction: where it stopped, or a new round from the first. A round
-- needs to look at what changed since the one before began, with a margin for late commits. No row: another run is at it.
create or replace function platform.resume_job(p_job text, p_at timestamptz default now())
returns table (after_id uuid, since timestamptz)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_cursor platform.job_cursors;
begin
    insert into platform.job_cursors (job, started_at) values (p_job, p_at) on conflict do nothing;
    select c.* into v_cursor from platform.job_cursors as c where c.job = p_job for no key update skip locked;
    if not found then
        return;
    end if;
    if v_cursor.finished_at is not null then
        update platform.job_cursors as c set
            after_id = null, since = v_cursor.started_at - interval '5 minutes', started_at = p_at, finished_at = null
        where c.job = p_job
        returning c.* into v_cursor;
    end if;
    return query select v_cursor.after_id, v_cursor.since;
end
$$;
alter function platform.resume_job(text, timestamptz) owner to definer;
