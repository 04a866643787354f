-- A case as the export of its author has it: without who decided.
create or replace function social.exported_case(p_row social.moderation_cases) returns jsonb
language sql stable
set search_path = ''
return to_jsonb(p_row) - 'decided_by';
grant execute on function social.exported_case(social.moderation_cases) to reader;
