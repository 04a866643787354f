-- The two numbers of a label, by which labels are compared.
create or replace function content.label_numbers(p_label text) returns integer []
language sql immutable
set search_path = ''
return string_to_array(substr(p_label, 2), '.')::integer [];
alter function content.label_numbers(text) owner to definer;
