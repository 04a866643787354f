-- Why a track or challenge cannot be archived: what is published and needs it; null if nothing does.
create or replace function curriculum.needed_by(p_id uuid, p_kind text) returns text
language sql stable
set search_path = ''
return case p_kind
    when 'challenge' then (
        select format('The published challenge %s comes after it: change or archive that one first.', c.slug)
        from curriculum.challenge_prerequisites as p inner join curriculum.live_challenges as c on c.id = p.challenge_id
        where p.prerequisite_id = p_id
        order by c.slug
        limit 1
    )
    when 'track' then coalesce(
        (
            select format('The track has the published %s %s: archive that one first.', i.kind, i.slug)
            from curriculum.live_items as i where i.track_id = p_id
            order by i.kind, i.slug
            limit 1
        ),
        (
            select format('The published track %s comes after it: change or archive that one first.', t.slug)
            from curriculum.track_prerequisites as p inner join curriculum.learning_tracks as t on t.id = p.track_id
            where p.prerequisite_id = p_id and t.is_active
            order by t.slug
            limit 1
        )
    )
end;
alter function curriculum.needed_by(uuid, text) owner to definer;
