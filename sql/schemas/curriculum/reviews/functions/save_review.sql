-- Saves what the caller says of the last revision of an item, in the place of what they said of it before. Refusals: 403 forbidden, 403
-- own-work to who owns the item or saved a revision of it that is kept; 404 not-found; 409 revision-outdated.
create or replace function curriculum.save_review(
    p_organization text, p_kind text, p_slug text, p_revision integer, p_verdict text, p_comments jsonb, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.review');
    v_user_id uuid := identity.current_user_id();
    v_item content.items;
begin
    -- the lock that a save takes: nobody approves what is being replaced
    select i.* into v_item from content.items as i
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
    for no key update;
    if v_item.id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no %s %s.', p_kind, p_slug);
    elsif v_item.revision <> p_revision then
        raise exception using
            errcode = 'PF409', constraint = 'revision-outdated',
            message = format('The draft was saved since: read revision %s, and review that one.', v_item.revision);
    elsif v_item.owner_id = v_user_id or exists (
        select from content.item_revisions as r
        where r.item_id = v_item.id and r.organization_id = v_organization_id and r.created_by = v_user_id
    ) then
        raise exception using
            errcode = 'PF403', constraint = 'own-work',
            message = 'Somebody else reviews what you own or wrote: ask another reviewer.';
    end if;
    insert into content.reviews as w (item_id, organization_id, revision, reviewer_id, verdict, comments, created_at)
    values (v_item.id, v_organization_id, p_revision, v_user_id, p_verdict, p_comments, p_at)
    on conflict (item_id, organization_id, revision, reviewer_id) do update set
        verdict = excluded.verdict, comments = excluded.comments, created_at = excluded.created_at;
    with event as (
        insert into platform.outbox (topic, user_id, organization_id, payload, created_at)
        values (
            'item.reviewed', v_item.owner_id, v_organization_id,
            jsonb_build_object(
                'organization', p_organization, 'kind', p_kind, 'slug', p_slug, 'title', v_item.title, 'revision', p_revision,
                'verdict', p_verdict
            ),
            p_at
        )
        returning topic, payload
    )
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    select v_user_id, event.topic, 'item', v_item.id::text, v_organization_id, event.payload, p_at from event;
end
$$;
alter function curriculum.save_review(text, text, text, integer, text, jsonb, timestamptz) owner to definer;
grant execute on function curriculum.save_review(text, text, text, integer, text, jsonb, timestamptz) to staff;
