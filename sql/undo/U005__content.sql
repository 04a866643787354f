drop table content.challenge_versions cascade;
