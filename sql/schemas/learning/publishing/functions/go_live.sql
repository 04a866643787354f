-- Publishes what publications of one organization ask for, in one piece: the versions, the catalogue, the events, and the task that opens
-- it for members, of which the dispatch is returned; pages alone open nothing. p_rows are what learning.version_to_publish says of each,
-- in their order. Items may refer to each other: only tracks come first, and places are compared when all is written. The caller holds the
-- items by learning.item_to_publish. Refusals: 409 misplaced; 422 prerequisite-cycle.
create or replace function learning.go_live(
    p_publications content.publications [], p_rows jsonb, p_at timestamptz
) returns table (task_id uuid, nonce uuid)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_organization_id uuid := p_publications[1].organization_id;
    v_tracks jsonb;
    v_others jsonb;
begin
    select
        coalesce(jsonb_agg(r.value) filter (where r.value ->> 'kind' = 'track'), '[]'),
        coalesce(jsonb_agg(r.value) filter (where r.value ->> 'kind' <> 'track'), '[]')
    into v_tracks, v_others
    from jsonb_array_elements(p_rows) as r (value);
    set constraints curriculum.learning_tracks_place, curriculum.challenges_place, curriculum.pages_place deferred;
    if v_tracks <> '[]' then
        perform curriculum.publish_items(v_organization_id, v_tracks, p_at);
    end if;
    if v_others <> '[]' then
        perform learning.refuse_misplaced(v_organization_id, v_others, '{track,lesson}');
        perform curriculum.publish_items(v_organization_id, v_others, p_at);
    end if;
    perform learning.refuse_misplaced(v_organization_id, p_rows, null);
    for i in 1..cardinality(p_publications) loop
        perform learning.note_live(p_publications[i], p_rows -> (i - 1), p_at);
    end loop;
    return query select f.task_id, f.nonce from learning.follow_publication(v_organization_id, p_at) as f
    where p_rows @? '$[*] ? (@.kind <> "page")';
end
$$;
alter function learning.go_live(content.publications [], jsonb, timestamptz) owner to definer;
