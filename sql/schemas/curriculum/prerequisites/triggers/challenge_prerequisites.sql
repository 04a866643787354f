create or replace trigger keep_challenge_prerequisites
after insert or update or delete on curriculum.challenge_prerequisites
for each statement execute function curriculum.keep_challenge_prerequisites();
