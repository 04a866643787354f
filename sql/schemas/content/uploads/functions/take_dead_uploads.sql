-- Deletes the rows of uploads that are over, at most so many, and returns where their objects lie: deleted ones, those that were rejected a
-- month ago, and those whose file never came. The caller deletes the objects before it commits. Two that run at once take different rows.
create or replace function content.take_dead_uploads(p_limit integer, p_at timestamptz default now())
returns table (id uuid, scope uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
    return query
    delete from content.uploads as u
    where u.id in (
        select d.id from content.uploads as d
        where
            d.state = 'deleted'
            or (d.state = 'rejected' and d.finished_at < p_at - interval '30 days')
            or (d.state = 'requested' and d.expires_at < p_at - interval '1 day')
        order by d.id
        limit p_limit
        for update skip locked
    )
    returning u.id, coalesce(u.organization_id, u.user_id);
end
$$;
alter function content.take_dead_uploads(integer, timestamptz) owner to definer;
grant execute on function content.take_dead_uploads(integer, timestamptz) to scheduler;
