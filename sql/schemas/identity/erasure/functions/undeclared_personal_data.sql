-- Every column that refers to a user, or whose name says that it holds one, for which no declaration says what erasure and
-- export do. Erasure refuses to run while there is any.
create or replace function identity.undeclared_personal_data() returns table (relation text, attribute name)
language sql stable
set search_path = ''
begin atomic
select n.nspname || '.' || c.relname, a.attname
from pg_catalog.pg_class as c
inner join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
inner join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
where
    c.relkind in ('r', 'p') and not c.relispartition
    and n.nspname in (select s.name from platform.domain_schemas as s)
    and (
        (
            a.atttypid = 'uuid'::regtype
            and a.attname in (
                'user_id', 'author_id', 'owner_id', 'sender_id', 'recipient_id', 'member_id', 'student_id', 'instructor_id',
                'reviewer_id', 'actor_id', 'created_by', 'updated_by', 'changed_by', 'invited_by', 'published_by',
                'graded_by', 'reviewed_by'
            )
        )
        or (c.oid = 'identity.users'::regclass and a.attname = 'id')
        or exists (
            select from pg_catalog.pg_constraint as k
            where
                k.conrelid = c.oid and k.contype = 'f' and k.confrelid = 'identity.users'::regclass
                and a.attnum = any(k.conkey)
        )
    )
    and not exists (
        select from identity.personal_data as d where d.relation = n.nspname || '.' || c.relname and d.attribute = a.attname
    )
order by 1, 2;
end;
grant execute on function identity.undeclared_personal_data() to reader, scheduler, read_only, definer;
