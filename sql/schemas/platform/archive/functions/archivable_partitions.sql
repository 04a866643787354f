-- The months of these ledgers that ended longer than p_age ago and are still here. One brought back stays for 30 days.
create or replace function platform.archivable_partitions(
    p_parents text [], p_age interval, p_at timestamptz default now()
) returns table (parent text, month date)
language sql stable
set search_path = ''
begin atomic
select ledger.name, found.month
from unnest(p_parents) as ledger (name)
inner join pg_catalog.pg_inherits as i on i.inhparent = ledger.name::regclass
inner join pg_catalog.pg_class as c on c.oid = i.inhrelid
cross join lateral (select to_date(substring(c.relname from '_y(\d{4}m\d{2})$'), 'YYYY"m"MM') as month) as found
left join platform.partition_archives as a on a.parent = ledger.name and a.month = found.month
where
    found.month is not null
    and found.month + interval '1 month' + p_age <= p_at at time zone 'UTC'
    and coalesce(a.restored_at < p_at - interval '30 days', true)
order by found.month, ledger.name;
end;
grant execute on function platform.archivable_partitions(text [], interval, timestamptz) to scheduler, definer;
