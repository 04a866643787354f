-- For the worker of a check: what stands against an item's place in the catalogue.
create or replace function learning.misplaced_content(p_organization_id uuid, p_kind text, p_content jsonb)
returns table (place text, message text)
language sql stable security definer
set search_path = ''
begin atomic
select m.place, m.message from curriculum.misplaced(p_organization_id, p_kind, p_content) as m;
end;
alter function learning.misplaced_content(uuid, text, jsonb) owner to definer;
grant execute on function learning.misplaced_content(uuid, text, jsonb) to scheduler;
