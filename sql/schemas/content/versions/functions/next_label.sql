-- The label after one: v1.0 first, then the second number rises where solutions of before still pass, and the first otherwise.
create or replace function content.next_label(p_label text, p_is_compatible boolean) returns text
language sql immutable
set search_path = ''
return case
    when p_label is null then 'v1.0'
    when p_is_compatible then format('v%s.%s', (content.label_numbers(p_label))[1], (content.label_numbers(p_label))[2] + 1)
    else format('v%s.0', (content.label_numbers(p_label))[1] + 1)
end;
alter function content.next_label(text, boolean) owner to definer;
