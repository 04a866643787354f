-- platform stays: it holds the history that this undo is written to
drop schema analytics, discovery, social, assessment, gamification, progress, content, curriculum, identity cascade;
