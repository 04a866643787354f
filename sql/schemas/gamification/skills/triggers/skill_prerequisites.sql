create or replace trigger keep_skill_prerequisites
after insert or update or delete on gamification.skill_prerequisites
for each statement execute function gamification.keep_skill_prerequisites();
