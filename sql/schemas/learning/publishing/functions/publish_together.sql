-- Publishes revisions of several items of an organization as one: all go live, or none does. p_request holds items, each with kind, slug,
-- revision and, if they are wanted, label and breaking_reason, and a changelog for all. Returns the
-- items with their versions, and the dispatch of what follows. What stands
-- against any of the items is said of all in one refusal. Refusals: 403 forbidden; 409 not-publishable; those of learning.go_live.
create or replace function learning.publish_together(
    p_organization text, p_request jsonb, p_grader_version integer, p_at timestamptz default now()
) returns table (items jsonb, task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.publish');
    v_wanted jsonb;
    v_item content.items;
    v_publication content.publications;
    v_publications content.publications [] := '{}';
    v_rows jsonb := '[]';
    v_refusals text [] := '{}';
    v_message text;
begin
    -- in one order, so that two calls at once wait for each other
    for v_wanted in
        select r.value from jsonb_array_elements(p_request -> 'items') as r (value) order by r.value ->> 'kind', r.value ->> 'slug'
    loop
        begin
            v_item := learning.item_to_publish(v_organization_id, v_wanted ->> 'kind', v_wanted ->> 'slug');
            v_publication := learning.request_publication(
                v_item, v_wanted || jsonb_build_object('changelog', p_request -> 'changelog'), p_at
            );
            v_rows := v_rows || learning.version_to_publish(v_item, v_publication, p_grader_version);
            v_publications := v_publications || v_publication;
        exception when others then
            if sqlstate not like 'PF4%' then
                raise;
            end if;
            get stacked diagnostics v_message = message_text;
            v_refusals := v_refusals || format('%s %s: %s', v_wanted ->> 'kind', v_wanted ->> 'slug', v_message);
        end;
    end loop;
    if v_refusals <> '{}' then
        raise exception using
            errcode = 'PF409', constraint = 'not-publishable',
            message = array_to_string(v_refusals[1:5], ' ')
                || case when cardinality(v_refusals) > 5 then format(' And %s more.', cardinality(v_refusals) - 5) else '' end;
    end if;
    select live.task_id, live.nonce into task_id, nonce from learning.go_live(v_publications, v_rows, p_at) as live;
    select jsonb_agg(
        jsonb_build_object('kind', i.kind, 'slug', i.slug, 'publication_id', p.id, 'version', v.version, 'label', v.label)
        order by i.kind, i.slug
    )
    into items
    from unnest(v_publications) as p
    inner join content.items as i on i.id = p.item_id
    inner join content.item_versions as v on v.item_id = i.id and v.organization_id = i.organization_id and v.version = i.live_version;
    return next;
end
$$;
alter function learning.publish_together(text, jsonb, integer, timestamptz) owner to definer;
grant execute on function learning.publish_together(text, jsonb, integer, timestamptz) to staff;
