-- Refuses a try where none is left and says when the next one is there: 429 no-tries-left. p_full_at is the budget before the try;
-- it holds one again when p_count - 1 of them are all that is missing.
create or replace function progress.refuse_a_try(
    p_full_at timestamptz, p_count integer, p_seconds integer, p_at timestamptz
) returns void
language plpgsql immutable
set search_path = ''
as $$
declare
    v_next_at timestamptz := p_full_at - make_interval(secs => (p_count - 1)::double precision * p_seconds);
    v_wait integer := greatest(1, ceil(extract(epoch from v_next_at - p_at)));
    v_minutes integer := ceil(v_wait / 60.0);
begin
    raise exception using
        errcode = 'PF429', constraint = 'no-tries-left',
        message = format(
            'No try is left at this level: the next one is there in %s minute%s.', v_minutes, case when v_minutes > 1 then 's' end
        ),
        detail = jsonb_build_object('tries_left', 0, 'retry_at', v_next_at, 'retry_after', v_wait)::text;
end
$$;
alter function progress.refuse_a_try(timestamptz, integer, integer, timestamptz) owner to definer;
