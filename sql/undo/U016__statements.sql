alter table curriculum.challenges drop column statement cascade;
