-- Keeps the search document of a track, a challenge or a page: there is one while it is published. The trigger names the kind.
create or replace function discovery.index_item() returns trigger
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_item jsonb := to_jsonb(new);
    -- what is too long for a tsvector would refuse the publication
    v_text text := left(coalesce(v_item ->> 'body', v_item ->> 'statement', ''), 200000);
    v_tags text := coalesce((select string_agg(t.tag, ' ') from jsonb_array_elements_text(v_item -> 'tags') as t (tag)), '');
begin
    if not new.is_active or v_item ->> 'deleted_at' is not null or not coalesce((v_item ->> 'is_published')::boolean, true) then
        delete from discovery.search_documents as d where d.item_id = new.id;
        return null;
    end if;
    insert into discovery.search_documents as d (item_id, organization_id, kind, ref, title, summary, body, words)
    values (
        new.id, new.organization_id, tg_argv[0], new.ref, new.title, new.description, v_text,
        setweight(to_tsvector('english', new.title) || to_tsvector('simple', new.title), 'A')
        || setweight(to_tsvector('english', v_tags || ' ' || replace(new.slug, '-', ' ')), 'B')
        || setweight(to_tsvector('english', new.description), 'C')
        || setweight(to_tsvector('english', v_text), 'D')
    )
    on conflict (item_id) do update set
        ref = excluded.ref, title = excluded.title, summary = excluded.summary, body = excluded.body, words = excluded.words
    where (d.ref, d.title, d.summary, d.body, d.words) is distinct from (
        excluded.ref, excluded.title, excluded.summary, excluded.body, excluded.words
    );
    return null;
end
$$;
alter function discovery.index_item() owner to definer;
