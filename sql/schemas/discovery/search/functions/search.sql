-- What the present user may read that has all words of p_words, or words whose stems begin so (p_beginnings, a tsquery, empty where p_words
-- leaves words out or has phrases), the best first, from one on. A policy would have each visible row compared, since @@ may not be asked
-- of rows that are hidden; this function asks the index, and names the organizations itself.
create or replace function discovery.search(
    p_words text, p_beginnings text, p_kind text, p_organization text, p_rank real, p_id uuid, p_limit integer
) returns table (
    id uuid, kind text, slug text, organization text, title text, summary text, snippet text, rank real
)
language sql stable security definer
set search_path = ''
as $$
with asked as (
    select
        websearch_to_tsquery('english', p_words)
        || case when p_beginnings = '' then '' else websearch_to_tsquery('simple', p_words) end
        || to_tsquery('english', p_beginnings) as query
),
found as (
    select d.item_id, ts_rank_cd(d.words, a.query, 32) as rank
    from asked as a
    cross join discovery.search_documents as d
    where
        d.words @@ a.query and d.organization_id = any(array(select identity.organization_ids()))
        and (p_kind is null or d.kind = p_kind)
        and (p_organization is null or d.organization_id = (select o.id from identity.organizations as o where o.slug = p_organization))
),
shown as (
    select f.item_id, f.rank from found as f
    where p_rank is null or (f.rank, f.item_id) < (p_rank, p_id)
    order by f.rank desc, f.item_id desc
    limit p_limit
)
select
    d.item_id, d.kind, d.ref, o.slug, d.title, d.summary,
    ts_headline(
        'english', translate(case when to_tsvector('english', d.body) @@ a.query then d.body else d.summary end, e'\x02\x03', ''), a.query,
        e'StartSel=\x02, StopSel=\x03, MaxWords=30, MinWords=15'
    ),
    s.rank
from shown as s
cross join asked as a
inner join discovery.search_documents as d on d.item_id = s.item_id
inner join identity.organizations as o on o.id = d.organization_id
order by s.rank desc, s.item_id desc;
$$;
alter function discovery.search(text, text, text, text, real, uuid, integer) owner to definer;
grant execute on function discovery.search(text, text, text, text, real, uuid, integer) to reader;
