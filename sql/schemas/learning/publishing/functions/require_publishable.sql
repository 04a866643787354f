-- Refuses what may not be published of a revision, and returns its check. Refusals: 404 not-found; 409 item-archived, 409 unchecked,
-- 409 check-failed, 409 reviews-missing, 409 unchanged, 409 breaking.
create or replace function learning.require_publishable(
    p_item content.items, p_revision integer, p_breaking_reason text, p_grader_version integer
) returns content.checks
language plpgsql stable
set search_path = ''
as $$
declare
    v_check content.checks;
    v_required smallint := (select o.reviews_required from identity.organizations as o where o.id = p_item.organization_id);
    v_approved bigint;
    v_refused bigint;
begin
    if p_item.state = 'archived' then
        raise exception using
            errcode = 'PF409', constraint = 'item-archived', message = 'This item is archived: bring it back first.';
    elsif not exists (
        select from content.item_revisions as r
        where r.item_id = p_item.id and r.organization_id = p_item.organization_id and r.revision = p_revision
    ) then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no revision %s.', p_revision);
    end if;
    select c.* into v_check from content.checks as c
    where
        c.item_id = p_item.id and c.organization_id = p_item.organization_id and c.revision = p_revision
        and c.grader_version = p_grader_version and c.compared_with is not distinct from p_item.live_version;
    if v_check.state is null or v_check.state = 'running' then
        raise exception using
            errcode = 'PF409', constraint = 'unchecked',
            message = format('Revision %s was not checked as things are now: ask for a check, and publish it once that passed.', p_revision);
    elsif v_check.state = 'failed' then
        raise exception using
            errcode = 'PF409', constraint = 'check-failed',
            message = format('The check of revision %s found problems: read its report, and correct them in the next revision.', p_revision);
    end if;
    select count(*) filter (where w.verdict = 'approved'), count(*) filter (where w.verdict <> 'approved') into v_approved, v_refused
    from content.reviews as w
    where w.item_id = p_item.id and w.organization_id = p_item.organization_id and w.revision = p_revision;
    if v_required > 0 and v_refused > 0 then
        raise exception using
            errcode = 'PF409', constraint = 'reviews-missing',
            message = format('A reviewer asked for changes of revision %s: answer them in the next revision.', p_revision);
    elsif v_approved < v_required then
        raise exception using
            errcode = 'PF409', constraint = 'reviews-missing',
            message = format(
                'Revision %s has %s of %s approvals: ask a reviewer who did not write it.', p_revision, v_approved, v_required
            );
    elsif v_check.content_hash = (
        select v.content_hash from content.item_versions as v
        where v.item_id = p_item.id and v.organization_id = p_item.organization_id and v.version = p_item.live_version
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'unchanged',
            message = format('Revision %s says what the live version says: there is nothing to publish.', p_revision);
    elsif not v_check.is_compatible and p_breaking_reason is null then
        raise exception using
            errcode = 'PF409', constraint = 'breaking',
            message = 'Solutions of the live version would fail: publish it as another challenge, change the draft, or give a breaking_reason.';
    end if;
    return v_check;
end
$$;
alter function learning.require_publishable(content.items, integer, text, integer) owner to definer;
