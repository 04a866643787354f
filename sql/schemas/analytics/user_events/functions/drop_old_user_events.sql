-- Drops the months of events that ended more than 13 months ago by the server's own clock, whatever instant the caller gives, and
-- returns how many. No archive keeps what they held. The lock on the table is asked for briefly: a month that cannot have it stays
-- until the next night.
create or replace function analytics.drop_old_user_events(p_at timestamptz default now()) returns integer
language plpgsql volatile security definer
set search_path = ''
set timezone = 'UTC'
as $$
declare
    v_month record;
    v_dropped integer := 0;
begin
    perform set_config('lock_timeout', '2s', true);
    perform pg_advisory_xact_lock(hashtextextended('platform.ensure_partitions', 0));
    for v_month in
        select a.month from platform.archivable_partitions(array['analytics.user_events'], interval '13 months', least(p_at, now())) as a
    loop
        begin
            execute format('drop table analytics.%I', platform.partition_name('user_events', v_month.month::timestamptz));
            v_dropped := v_dropped + 1;
        exception when lock_not_available then
            return v_dropped;
        end;
    end loop;
    return v_dropped;
end
$$;
alter function analytics.drop_old_user_events(timestamptz) owner to definer;
grant execute on function analytics.drop_old_user_events(timestamptz) to scheduler;
