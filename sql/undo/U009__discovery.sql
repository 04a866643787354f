drop schema discovery cascade;
