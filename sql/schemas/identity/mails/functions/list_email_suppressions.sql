-- For operators: what an address is mailed nothing of, and what was lifted. Refusal: 403 forbidden.
create or replace function identity.list_email_suppressions(p_email text) returns table (
    category text, reason text, created_at timestamptz, lifted_at timestamptz
)
language plpgsql stable security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    perform identity.require(null, 'members.manage');
    return query
    select s.category, s.reason, s.created_at, s.lifted_at
    from identity.email_suppressions as s
    where s.address_hash = identity.email_hash(p_email)
    order by s.category;
end
$$;
alter function identity.list_email_suppressions(text) owner to definer;
grant execute on function identity.list_email_suppressions(text) to reader;
