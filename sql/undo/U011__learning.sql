drop schema learning cascade;
