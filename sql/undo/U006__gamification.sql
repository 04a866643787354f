drop schema gamification cascade;
