-- Refuses a version that a rollback may not publish again, and returns it. Refusals: 404 not-found; 409 unchanged, 409 levels-missing,
-- 409 item-archived, 409 unchecked.
create or replace function learning.require_restorable(
    p_item content.items, p_version integer, p_grader_version integer
) returns content.item_versions
language plpgsql stable
set search_path = ''
as $$
declare
    v_former content.item_versions;
begin
    select v.* into v_former from content.item_versions as v
    where v.item_id = p_item.id and v.organization_id = p_item.organization_id and v.version = p_version;
    if v_former.version is null then
        raise exception using errcode = 'PF404', constraint = 'not-found', message = format('There is no version %s.', p_version);
    elsif v_former.content_hash = (
        select v.content_hash from content.item_versions as v
        where v.item_id = p_item.id and v.organization_id = p_item.organization_id and v.version = p_item.live_version
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'unchanged', message = format('Version %s says what the live version says.', p_version);
    elsif exists (
        select from curriculum.challenge_levels as l
        left join content.challenge_versions as v on v.challenge_id = l.challenge_id and v.version = p_version
        where
            l.challenge_id = p_item.id
            and not jsonb_path_exists(v.content, '$.levels[*] ? (@.level == $n)', jsonb_build_object('n', l.level_number))
    ) then
        raise exception using
            errcode = 'PF409', constraint = 'levels-missing',
            message = format('Version %s lacks levels that learners may have passed: publish it as another challenge.', p_version);
    elsif p_item.state = 'archived' then
        raise exception using
            errcode = 'PF409', constraint = 'item-archived', message = 'This item is archived: bring it back first.';
    elsif v_former.grader_version <> p_grader_version then
        raise exception using
            errcode = 'PF409', constraint = 'unchecked',
            message = format('Another grader checked version %s: save its document as the draft, and check that.', p_version);
    end if;
    return v_former;
end
$$;
alter function learning.require_restorable(content.items, integer, integer) owner to definer;
