create or replace trigger join_public_organization
after insert on identity.users
for each row execute function identity.join_public_organization();

create or replace trigger publish_profile
after insert or update of username, display_name, avatar_url, visibility, last_active_at on identity.users
for each row execute function identity.publish_profile();
