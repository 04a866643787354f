drop schema assessment cascade;
