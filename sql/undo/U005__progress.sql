drop schema progress cascade;
