-- Lets what follows in this transaction be done as a learner, without any role of theirs: for workers, who do what the learner
-- asked for and hold no token. As a request does, it makes an erasure wait. Refusal: 403 erased.
create or replace function identity.act_as(p_user_id uuid) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
begin
    perform pg_advisory_xact_lock_shared(hashtextextended('identity.erasure:' || p_user_id, 0));
    perform from identity.users as u where u.id = p_user_id and u.erased_at is null;
    if not found then
        raise exception using
            errcode = 'PF403', constraint = 'erased', message = 'This account was erased. Its address can sign up again within a minute.';
    end if;
    perform set_config('app.caller', identity.sign_caller(p_user_id), true);
end
$$;
alter function identity.act_as(uuid) owner to definer;
grant execute on function identity.act_as(uuid) to scheduler;
