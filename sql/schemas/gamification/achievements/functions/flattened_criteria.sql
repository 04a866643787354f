-- Criteria as rows: one alternative for a condition or {"all": [...]}, several for {"any": [...]}. What fits neither comes
-- out as it is, for is_condition to refuse.
create or replace function gamification.flattened_criteria(p_criteria jsonb)
returns table (alternative smallint, place smallint, condition jsonb)
language sql immutable
begin atomic
select alternatives.number::smallint, conditions.number::smallint, conditions.condition
from
    jsonb_array_elements(
        case
            when jsonb_typeof(p_criteria -> 'any') = 'array' and p_criteria - 'any' = '{}' then p_criteria -> 'any'
            else jsonb_build_array(p_criteria)
        end
    ) with ordinality as alternatives (content, number)
cross join lateral jsonb_array_elements(
    case
        when jsonb_typeof(alternatives.content -> 'all') = 'array' and alternatives.content - 'all' = '{}'
            then alternatives.content -> 'all'
        else jsonb_build_array(alternatives.content)
    end
) with ordinality as conditions (condition, number);
end;
grant execute on function gamification.flattened_criteria(jsonb) to reader, definer;
