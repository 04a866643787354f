-- Whether an address, a username or a display name begins with a text, whatever its case; any does where there is no text. In line,
-- so that a plan for a known text reads a range of each index.
create or replace function identity.is_called(p_username text, p_email text, p_display_name text, p_search text) returns boolean
language sql immutable parallel safe
return
    p_search is null or starts_with(lower(p_username), lower(p_search)) or starts_with(lower(p_email), lower(p_search))
    or starts_with(lower(p_display_name), lower(p_search));
grant execute on function identity.is_called(text, text, text, text) to definer;
