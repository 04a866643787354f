-- Ends checks that nobody works on any more; returns how many.
create or replace function content.end_lost_checks(p_at timestamptz default now()) returns bigint
language sql volatile security definer
set search_path = ''
begin atomic
with lost as (
    update content.checks as c set
        state = 'failed', finished_at = p_at,
        report = jsonb_build_object(
            'problems', jsonb_build_array(jsonb_build_object('place', '', 'message', 'The check was not completed: ask for it again.')),
            'warnings', '[]'::jsonb, 'solutions', null::jsonb
        )
    where
        c.state = 'running'
        and content.is_lost(content.check_key(c.item_id, c.revision, c.requested_at), c.requested_at, p_at)
    returning 1
)
select count(*) from lost;
end;
alter function content.end_lost_checks(timestamptz) owner to definer;
grant execute on function content.end_lost_checks(timestamptz) to scheduler;
