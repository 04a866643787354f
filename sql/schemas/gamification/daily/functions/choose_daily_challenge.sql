-- The challenge and level of a UTC day: a pure function of the date, the catalogue and the days before. A challenge used
-- within 60 days waits; when all were, the one used longest ago comes next. Weekends are harder: a level with a budget, which
-- does not grow with the load, is drawn only on a day without more load. What makes a day harder is load, which designs alone have.
create or replace function gamification.choose_daily_challenge(p_date date)
returns table (challenge_id uuid, level_number smallint, difficulty_modifier numeric, special_requirements jsonb)
language sql stable
begin atomic
select
    c.id, l.level_number,
    (array[1.00, 1.10, 1.20, 1.25, 1.30, 1.40, 1.50])[extract(isodow from p_date)::integer],
    case when jsonb_typeof(c.metadata -> 'daily') = 'object' then c.metadata -> 'daily' else '{}' end
from curriculum.live_challenges as c
inner join curriculum.challenge_levels as l on l.challenge_id = c.id
left join lateral (
    select max(d.date) as date from gamification.daily_challenges as d where d.challenge_id = c.id and d.date < p_date
) as used on true
where
    c.organization_id = identity.public_organization() and c.kind = 'system_design'
    -- the derived bill is twice what the reference costs, which is enough on the heaviest day
    and (
        extract(isodow from p_date) = 1
        or not jsonb_path_exists(l.test_cases, '$[*] ? (@.kind == "cost" && @.id != "bill")')
    )
order by
    case when used.date > p_date - 60 then used.date end nulls first,
    md5(p_date || c.slug || l.level_number)
limit 1;
end;
grant execute on function gamification.choose_daily_challenge(date) to scheduler, definer;
