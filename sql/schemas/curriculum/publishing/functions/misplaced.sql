-- What stands against an item's place in its organization's catalogue, as the field of the document and the reason; no row if nothing
-- does. It is pending where a draft of the organization would put it right: that one is published before, or together with it.
-- p_content is the document of a track or a page, or a challenge with its levels in full.
create or replace function curriculum.misplaced(p_organization_id uuid, p_kind text, p_content jsonb)
returns table (place text, message text, is_pending boolean)
language sql stable security definer
set search_path = ''
as $$
select
    'track', format('There is no published track %s.', p_content ->> 'track'),
    curriculum.draft_named(p_organization_id, 'track', p_content ->> 'track') is not null
where
    p_kind in ('challenge', 'page')
    and not exists (
        select from curriculum.learning_tracks as t
        where t.organization_id = p_organization_id and t.slug = p_content ->> 'track' and t.is_active
    )
union all
select
    'lesson', format('The published track %s has no lesson %s.', p_content ->> 'track', p_content ->> 'lesson'),
    coalesce(curriculum.has_lesson(
        curriculum.draft_named(p_organization_id, 'track', p_content ->> 'track'), p_content ->> 'lesson'
    ), false)
where
    p_kind in ('challenge', 'page')
    and not exists (
        select from curriculum.learning_tracks as t
        inner join curriculum.modules as m on m.track_id = t.id
        inner join curriculum.lessons as l on l.module_id = m.id
        where
            t.organization_id = p_organization_id and t.slug = p_content ->> 'track' and l.slug = p_content ->> 'lesson'
            and l.is_published
    )
union all
select
    'order', format('Place %s is that of the %s %s.', i.place, i.kind, i.slug),
    coalesce((draft.document ->> 'order')::integer <> i.place or draft.document ->> 'track' <> t.slug, false)
from curriculum.live_items as i
left join curriculum.learning_tracks as t on t.id = i.track_id
cross join lateral curriculum.draft_named(p_organization_id, i.kind, i.slug) as draft (document)
where
    i.organization_id = p_organization_id and i.kind = p_kind and i.slug <> p_content ->> 'slug'
    and i.place = (p_content ->> 'order')::integer and t.slug is not distinct from p_content ->> 'track'
union all
select
    'prerequisites', format('There is no published %s %s.', p_kind, named.slug),
    curriculum.draft_named(p_organization_id, p_kind, named.slug) is not null
from jsonb_array_elements_text(p_content -> 'prerequisites') as named (slug)
where curriculum.item_named(p_organization_id, p_kind, named.slug) is null
union all
select 'prerequisites', format('%s comes after it: each would wait for the other.', named.slug), false
from jsonb_array_elements_text(p_content -> 'prerequisites') as named (slug)
where
    named.slug = p_content ->> 'slug'
    or exists (
        with recursive earlier (id) as (
            select curriculum.item_named(p_organization_id, p_kind, named.slug)
            union
            select coalesce(c.prerequisite_id, t.prerequisite_id)
            from earlier as e
            left join curriculum.challenge_prerequisites as c on c.challenge_id = e.id
            left join curriculum.track_prerequisites as t on t.track_id = e.id
        )
        select from earlier as e
        inner join content.items as i on i.id = e.id
        where i.organization_id = p_organization_id and i.kind = p_kind and i.slug = p_content ->> 'slug'
    )
union all
select
    'body', format('It links to %s:%s, which is not published.', linked.kind, linked.slug),
    curriculum.draft_named(p_organization_id, linked.kind, linked.slug) is not null
from jsonb_to_recordset(p_content -> 'references') as linked (kind text, slug text)
where
    curriculum.item_named(p_organization_id, linked.kind, linked.slug) is null
    and not (p_kind = linked.kind and p_content ->> 'slug' = linked.slug)
union all
select 'body', format('The image upload:%s is no clean image among the organization''s uploads.', shown.id), false
from jsonb_array_elements_text(p_content -> 'uploads') as shown (id)
where
    not exists (
        select from content.uploads as u
        where
            u.id = shown.id::uuid and u.organization_id = p_organization_id and u.purpose = 'content' and u.state = 'clean'
            and u.media_type like 'image/%'
    )
union all
select
    'modules', format('The lesson %s has the published %s %s: move that one first.', l.slug, i.kind, i.slug),
    coalesce(curriculum.draft_named(p_organization_id, i.kind, i.slug) ->> 'lesson' <> l.slug, false)
from curriculum.learning_tracks as t
inner join curriculum.live_items as i on i.track_id = t.id
inner join curriculum.lessons as l on l.id = i.lesson_id
where
    p_kind = 'track' and t.organization_id = p_organization_id and t.slug = p_content ->> 'slug'
    and not curriculum.has_lesson(p_content, l.slug);
$$;
alter function curriculum.misplaced(uuid, text, jsonb) owner to definer;
grant execute on function curriculum.misplaced(uuid, text, jsonb) to scheduler;
