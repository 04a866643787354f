drop schema content cascade;
