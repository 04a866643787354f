create or replace trigger create_learner
after insert on identity.users
for each row execute function identity.create_learner();

create or replace trigger publish_profile
after insert or update of username, display_name, avatar_url, visibility, last_active_at on identity.users
for each row execute function identity.publish_profile();
