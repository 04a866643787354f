-- Makes an author of the organization the owner of an item's draft. Refusals: 403 forbidden; 404 not-found; 422 owner-unfit.
create or replace function curriculum.give_item(
    p_organization text, p_kind text, p_slug text, p_username text, p_at timestamptz default now()
) returns void
language plpgsql volatile security definer
set search_path = ''
as $$
declare
    v_organization_id uuid := identity.require_in(p_organization, 'content.archive');
    v_item_id uuid;
    v_owner_id uuid := (
        select u.id from identity.users as u
        where lower(u.username) = lower(p_username) and identity.member_may(v_organization_id, u.id, 'content.write')
    );
begin
    if v_owner_id is null then
        raise exception using
            errcode = 'PF422', constraint = 'owner-unfit',
            message = format('%s is no active author of the organization: only an author can own a draft.', p_username);
    end if;
    update content.items as i set owner_id = v_owner_id, updated_at = p_at
    where i.organization_id = v_organization_id and i.kind = p_kind and i.slug = p_slug
    returning i.id into v_item_id;
    if v_item_id is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no %s %s.', p_kind, p_slug);
    end if;
    insert into platform.audit_log (actor_id, action, subject_type, subject_id, organization_id, detail, created_at)
    values (
        identity.current_user_id(), 'item.given', 'item', v_item_id::text, v_organization_id,
        jsonb_build_object('kind', p_kind, 'slug', p_slug, 'owner', p_username), p_at
    );
end
$$;
alter function curriculum.give_item(text, text, text, text, timestamptz) owner to definer;
grant execute on function curriculum.give_item(text, text, text, text, timestamptz) to staff;
