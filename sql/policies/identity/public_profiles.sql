-- Holds only what its learner lets others see: public by definition, so no row-level security.
grant select on identity.public_profiles to application, scheduler, read_only;
grant select, insert, update, delete on identity.public_profiles to definer;
