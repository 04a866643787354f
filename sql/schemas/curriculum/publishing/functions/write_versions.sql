-- Makes a version of each item whose published content differs from the live one, and of challenges what attempts are graded by;
-- returns how many. Where nobody tried whether solutions still pass, they do if each level is graded as before.
create or replace function curriculum.write_versions(p_organization_id uuid, p_rows jsonb, p_at timestamptz) returns integer
language plpgsql volatile
set search_path = ''
as $$
declare
    v_row record;
    v_version integer;
    v_made integer := 0;
begin
    for v_row in
        select
            i.id, i.kind, r.*, decode(r.content_hash, 'hex') as hash, live.version as live_version, live.label as live_label,
            content.graded_hashes(r.content -> 'levels') as graded, graded.graded_hashes as live_graded
        from jsonb_to_recordset(p_rows) as r (
            kind text, slug text, document jsonb, content jsonb, content_hash text, grader_version integer, changelog text, label text,
            is_compatible boolean, breaking_reason text, approvals smallint, restored_from integer, published_by uuid
        )
        inner join content.items as i on i.organization_id = p_organization_id and i.kind = r.kind and i.slug = r.slug
        left join content.item_versions as live
            on live.item_id = i.id and live.organization_id = p_organization_id and live.version = i.live_version
        left join content.challenge_versions as graded on graded.challenge_id = i.id and graded.is_active
        where live.content_hash is distinct from decode(r.content_hash, 'hex')
        order by i.id
    loop
        v_row.is_compatible := coalesce(v_row.is_compatible, v_row.graded @> v_row.live_graded, true);
        v_version := coalesce(v_row.live_version, 0) + 1;
        v_row.label := coalesce(v_row.label, content.next_label(v_row.live_label, v_row.is_compatible));
        insert into content.item_versions (
            item_id, organization_id, version, label, document, content_hash, grader_version, changelog, is_compatible,
            breaking_reason, approvals, restored_from, published_by, published_at
        ) values (
            v_row.id, p_organization_id, v_version, v_row.label, v_row.document, v_row.hash, v_row.grader_version, v_row.changelog,
            v_row.is_compatible, v_row.breaking_reason, coalesce(v_row.approvals, 0), v_row.restored_from, v_row.published_by, p_at
        );
        update content.items as i set live_version = v_version, state = 'live', updated_at = p_at where i.id = v_row.id;
        if v_row.kind = 'page' then
            update curriculum.pages as p set version = v_version where p.id = v_row.id;
            perform content.refer_to_uploads(v_row.id, p_organization_id, v_row.content -> 'uploads');
        elsif v_row.kind = 'challenge' then
            update content.challenge_versions as v set is_active = false where v.challenge_id = v_row.id and v.is_active;
            insert into content.challenge_versions (
                organization_id, challenge_id, version, label, content, content_hash, graded_hashes, is_active, published_by,
                published_at
            ) values (
                p_organization_id, v_row.id, v_version, v_row.label, v_row.content, v_row.hash, v_row.graded, true, v_row.published_by,
                p_at
            );
            update curriculum.challenges as c set version = v_version where c.id = v_row.id;
        end if;
        v_made := v_made + 1;
    end loop;
    return v_made;
end
$$;
alter function curriculum.write_versions(uuid, jsonb, timestamptz) owner to definer;
