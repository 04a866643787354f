-- Archives a published item, so that nobody begins it any more, or brings it back; what learners did stays. Returns the dispatch of what
-- follows. Refusals: 403 forbidden; 404 not-found; 409 item-unpublished, 409 publication-scheduled, 409 item-needed, 409 misplaced,
-- 409 managed-by-files.
create or replace function learning.archive_item(
    p_organization text, p_kind text, p_slug text, p_is_archived boolean, p_at timestamptz default now()
) returns table (task_id uuid, nonce uuid)
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.archive');
    v_item content.items := learning.item_to_publish(v_organization_id, p_kind, p_slug);
    v_problem text;
begin
    if p_is_archived = (v_item.state = 'archived') then
        return;
    elsif v_item.live_version is null then
        raise exception using
            errcode = 'PF409', constraint = 'item-unpublished', message = 'Only what was published is archived: delete the draft instead.';
    elsif exists (select from content.publications as p where p.item_id = v_item.id and p.state = 'scheduled') then
        raise exception using
            errcode = 'PF409', constraint = 'publication-scheduled', message = 'A publication of this item is scheduled: cancel it first.';
    end if;
    if p_is_archived then
        v_problem := curriculum.needed_by(v_item.id, p_kind);
        if v_problem is not null then
            raise exception using errcode = 'PF409', constraint = 'item-needed', message = v_problem;
        end if;
    else
        select format('%s: %s', m.place, m.message) into v_problem
        from content.item_versions as v
        left join content.challenge_versions as graded on graded.challenge_id = v.item_id and graded.is_active
        cross join lateral curriculum.misplaced(v_organization_id, p_kind, coalesce(graded.content, v.document)) as m
        where v.item_id = v_item.id and v.organization_id = v_organization_id and v.version = v_item.live_version
        limit 1;
        if v_problem is not null then
            raise exception using errcode = 'PF409', constraint = 'misplaced', message = v_problem;
        end if;
    end if;
    update content.items as i set state = case when p_is_archived then 'archived' else 'live' end, updated_at = p_at where i.id = v_item.id;
    update curriculum.challenges as c set is_active = not p_is_archived, updated_at = p_at where c.id = v_item.id;
    update curriculum.learning_tracks as t set is_active = not p_is_archived, updated_at = p_at where t.id = v_item.id;
    update curriculum.pages as p set is_active = not p_is_archived, updated_at = p_at where p.id = v_item.id;
    with event as (
        insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
        values (
            case when p_is_archived then 'item.archived' else 'item.restored' end, v_item.owner_id, v_organization_id,
            jsonb_build_object('organization', p_organization, 'kind', p_kind, 'slug', p_slug, 'title', v_item.title), p_at
        )
        returning topic, payload
    )
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    select identity.current_user_id(), event.topic, 'item', v_item.id::text, v_organization_id, event.payload, p_at from event;
    return query select f.task_id, f.nonce from learning.follow_publication(v_organization_id, p_at) as f where p_kind <> 'page';
end
$$;
alter function learning.archive_item(text, text, text, boolean, timestamptz) owner to definer;
grant execute on function learning.archive_item(text, text, text, boolean, timestamptz) to staff;
