create or replace trigger empty_case
before update on social.moderation_cases
for each row when (old.author_id is not null and new.author_id is null)
execute function social.empty_case();
