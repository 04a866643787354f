-- A version with all that authors wrote, reference designs and hidden tests included; no row if there is none.
-- Refusal: 403 forbidden to who may not read the organization's drafts.
create or replace function content.read_version(p_challenge_id uuid, p_version integer)
returns table (id uuid, version integer, label text, content jsonb, is_active boolean, published_at timestamptz)
language plpgsql stable security definer
set search_path = ''
as $$
begin
    perform identity.require(
        (select v.organization_id from content.challenge_versions as v where v.challenge_id = p_challenge_id and v.version = p_version),
        'content.read'
    );
    return query
    select v.id, v.version, v.label, v.content, v.is_active, v.published_at
    from content.challenge_versions as v
    where v.challenge_id = p_challenge_id and v.version = p_version;
end
$$;
alter function content.read_version(uuid, integer) owner to definer;
grant execute on function content.read_version(uuid, integer) to reader;
