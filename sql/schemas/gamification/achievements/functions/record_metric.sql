-- Adds to a learner's metric that a domain above this one keeps, or raises it to a value if that is higher.
create or replace function gamification.record_metric(
    p_user_id uuid, p_metric text, p_add bigint default 0, p_raise_to bigint default 0
) returns void
language sql volatile security definer
set search_path = ''
begin atomic
insert into gamification.recorded_metrics as m (user_id, metric, value)
select p_user_id, p_metric, greatest(p_add, p_raise_to)
where greatest(p_add, p_raise_to) > 0
on conflict (user_id, metric) do update set value = greatest(m.value + p_add, p_raise_to);
end;
alter function gamification.record_metric(uuid, text, bigint, bigint) owner to definer;
