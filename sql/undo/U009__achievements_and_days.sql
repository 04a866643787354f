drop table gamification.user_dashboard_summary, gamification.leaderboard_snapshots, gamification.daily_challenge_attempts cascade;
alter table gamification.leaderboard_boards drop column closed_at cascade;
alter table progress.level_attempts drop column daily_challenge_id cascade;
drop table gamification.daily_challenges, gamification.user_skills, gamification.skill_prerequisites, gamification.skills cascade;
drop table gamification.user_achievements, gamification.achievement_conditions, gamification.achievements,
gamification.streak_days, gamification.streak_milestones cascade;
