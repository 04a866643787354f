create or replace trigger sync_prerequisites
after insert or update or delete on curriculum.challenge_prerequisites
for each row execute function curriculum.sync_prerequisites('curriculum.challenges', 'challenge_id');
