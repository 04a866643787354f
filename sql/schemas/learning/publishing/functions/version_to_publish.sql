-- The row from which curriculum.publish_items makes the version that a publication asks for: of a revision what its check found, of a
-- rollback the version of before. Refusals: those of learning.require_publishable and learning.require_restorable;
-- 422 label-too-low.
create or replace function learning.version_to_publish(
    p_item content.items, p_publication content.publications, p_grader_version integer
) returns jsonb
language plpgsql stable
set search_path = ''
as $$
declare
    v_check content.checks;
    v_former content.item_versions;
    v_graded content.challenge_versions;
    v_live content.item_versions;
    v_row jsonb;
    v_label text;
begin
    select v.* into v_live from content.item_versions as v
    where v.item_id = p_item.id and v.organization_id = p_item.organization_id and v.version = p_item.live_version;
    if p_publication.restored_from is null then
        v_check := learning.require_publishable(p_item, p_publication.revision, p_publication.breaking_reason, p_grader_version);
        v_row := jsonb_build_object(
            'content', v_check.content, 'content_hash', encode(v_check.content_hash, 'hex'), 'is_compatible', v_check.is_compatible,
            'document', (
                select r.document from content.item_revisions as r
                where r.item_id = p_item.id and r.organization_id = p_item.organization_id and r.revision = p_publication.revision
            ),
            'approvals', (
                select count(*) from content.reviews as w
                where
                    w.item_id = p_item.id and w.organization_id = p_item.organization_id
                    and w.revision = p_publication.revision and w.verdict = 'approved'
            )
        );
    else
        v_former := learning.require_restorable(p_item, p_publication.restored_from, p_grader_version);
        select v.* into v_graded from content.challenge_versions as v
        where v.challenge_id = p_item.id and v.version = v_former.version;
        v_row := jsonb_build_object(
            'content', v_graded.content, 'content_hash', encode(v_former.content_hash, 'hex'), 'document', v_former.document,
            'approvals', v_former.approvals, 'restored_from', v_former.version,
            'is_compatible', p_item.kind <> 'challenge' or coalesce(
                v_graded.graded_hashes @> (select v.graded_hashes from content.challenge_versions as v where v.challenge_id = p_item.id and v.is_active),
                true
            )
        );
    end if;
    v_label := content.next_label(v_live.label, (v_row ->> 'is_compatible')::boolean);
    if content.label_numbers(p_publication.label) < content.label_numbers(v_label) then
        raise exception using
            errcode = 'PF422', constraint = 'label-too-low',
            message = format('The next version is at least %s: leave the label out, or ask for a higher one.', v_label);
    end if;
    return v_row || jsonb_build_object(
        'kind', p_item.kind, 'slug', p_item.slug, 'label', coalesce(p_publication.label, v_label),
        'changelog', p_publication.changelog, 'grader_version', p_grader_version, 'published_by', p_publication.requested_by,
        'breaking_reason', case when not (v_row ->> 'is_compatible')::boolean then p_publication.breaking_reason end
    );
end
$$;
alter function learning.version_to_publish(content.items, content.publications, integer) owner to definer;
