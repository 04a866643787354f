-- What is to be designed, told once for all levels of a challenge.

alter table curriculum.challenges add column statement text not null default '';
comment on column curriculum.challenges.statement is 'Markdown: the system, what it must do, how well, and the estimates. Empty while nobody has written it.';
