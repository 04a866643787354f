-- Refuses an id that no user ever had: for functions that show administrators one learner, erased ones too. Refusal:
-- 404 not-found.
create or replace function identity.require_user(p_id uuid) returns void
language plpgsql stable
set search_path = ''
as $$
begin
    if not exists (select from identity.users as u where u.id = p_id) then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no learner %s.', p_id);
    end if;
end
$$;
grant execute on function identity.require_user(uuid) to definer;
