drop table content.challenge_versions cascade;
drop schema curriculum cascade;
