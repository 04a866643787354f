-- No learner's and no tenant's column of its own: reached only through its track or challenge, whose policy decides.
grant select on content.challenge_versions to application, scheduler, read_only, definer;
