drop table social.notifications cascade;
