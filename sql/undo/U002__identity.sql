drop table identity.public_profiles, identity.members, identity.users, identity.organizations cascade;
