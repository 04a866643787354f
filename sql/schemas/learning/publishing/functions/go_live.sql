-- Publishes what publications of one organization ask for, in one piece: the versions, the catalogue, the events, and the task that opens
-- it for members, of which the dispatch is returned; pages alone open nothing. Items may refer to each other: only tracks come first, and
-- places are compared when all is written. The caller holds the items by learning.item_to_publish. Refusals: those of
-- learning.version_to_publish; 409 misplaced; 422 prerequisite-cycle.
create or replace function learning.go_live(
    p_publications content.publications [], p_grader_version integer, p_at timestamptz
) returns table (task_id uuid, nonce uuid)
language plpgsql volatile
set search_path = ''
as $$
declare
    v_organization_id uuid := p_publications[1].organization_id;
    v_rows jsonb := '[]';
    v_tracks jsonb;
    v_others jsonb;
    v_publication content.publications;
    v_item content.items;
begin
    foreach v_publication in array p_publications loop
        select i.* into strict v_item from content.items as i where i.id = v_publication.item_id;
        v_rows := v_rows || learning.version_to_publish(v_item, v_publication, p_grader_version);
    end loop;
    select
        coalesce(jsonb_agg(r.value) filter (where r.value ->> 'kind' = 'track'), '[]'),
        coalesce(jsonb_agg(r.value) filter (where r.value ->> 'kind' <> 'track'), '[]')
    into v_tracks, v_others
    from jsonb_array_elements(v_rows) as r (value);
    set constraints curriculum.learning_tracks_place, curriculum.challenges_place, curriculum.pages_place deferred;
    if v_tracks <> '[]' then
        perform curriculum.publish_items(v_organization_id, v_tracks, p_at);
    end if;
    if v_others <> '[]' then
        perform learning.refuse_misplaced(v_organization_id, v_others, '{track,lesson}');
        perform curriculum.publish_items(v_organization_id, v_others, p_at);
    end if;
    perform learning.refuse_misplaced(v_organization_id, v_rows, null);
    for i in 1..cardinality(p_publications) loop
        perform learning.note_live(p_publications[i], v_rows -> (i - 1), p_at);
    end loop;
    return query select f.task_id, f.nonce from learning.follow_publication(v_organization_id, p_at) as f
    where v_rows @? '$[*] ? (@.kind <> "page")';
end
$$;
alter function learning.go_live(content.publications [], integer, timestamptz) owner to definer;
