create or replace trigger sync_prerequisites
after insert or update or delete on gamification.skill_prerequisites
for each row execute function curriculum.sync_prerequisites('gamification.skills', 'skill_id');
