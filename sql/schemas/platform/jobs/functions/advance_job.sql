-- Notes how far a job came; null ends the round.
create or replace function platform.advance_job(p_job text, p_after_id uuid, p_at timestamptz default now()) returns void
language sql volatile security definer
set search_path = ''
begin atomic
update platform.job_cursors as c set
    after_id = p_after_id, finished_at = case when p_after_id is null then p_at end
where c.job = p_job;
end;
alter function platform.advance_job(text, uuid, timestamptz) owner to definer;
