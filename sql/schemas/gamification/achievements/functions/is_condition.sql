-- Whether JSON is a condition: a known metric, a whole positive threshold, at most one filter that the metric knows.
create or replace function gamification.is_condition(p_condition jsonb) returns boolean
language sql immutable
begin atomic
select
    jsonb_typeof(p_condition) = 'object'
    and p_condition - array['metric', 'threshold', 'filter'] = '{}'
    and jsonb_typeof(p_condition -> 'threshold') = 'number'
    and (p_condition ->> 'threshold') ~ '^[1-9][0-9]{0,14}$'
    and known.filters is not null
    and case
        when not p_condition ? 'filter' then true
        when jsonb_typeof(p_condition -> 'filter') <> 'object' then false
        else (
            select count(*) = 1 and bool_and(f.key = any(known.filters) and jsonb_typeof(f.value) in ('string', 'number'))
            from jsonb_each(p_condition -> 'filter') as f (key, value)
        )
    end
from (select gamification.filters_of_metric(p_condition ->> 'metric') as filters) as known;
end;
grant execute on function gamification.is_condition(jsonb) to reader, definer;
