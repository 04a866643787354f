-- Deletes the revisions of an item that are too old once p_revision is the last one: all but the last 50 after 90 days, and all but the
-- last 500 at once. What is scheduled to be published stays.
create or replace function content.prune_revisions(p_item_id uuid, p_revision integer, p_at timestamptz) returns void
language sql volatile
set search_path = ''
as $$
delete from content.item_revisions as r
where
    r.item_id = p_item_id
    and r.revision <= p_revision - case when r.created_at < p_at - interval '90 days' then 50 else 500 end
    and not exists (
        select from content.publications as p where p.item_id = r.item_id and p.revision = r.revision and p.state = 'scheduled'
    );
$$;
alter function content.prune_revisions(uuid, integer, timestamptz) owner to definer;
