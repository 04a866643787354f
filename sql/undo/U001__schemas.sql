-- platform stays: it holds the history that this undo is written to
drop schema analytics cascade;
drop schema discovery cascade;
drop schema social cascade;
drop schema assessment cascade;
drop schema gamification cascade;
drop schema progress cascade;
drop schema content cascade;
drop schema curriculum cascade;
drop schema identity cascade;
