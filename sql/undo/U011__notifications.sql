drop table social.notifications;
