drop table
curriculum.challenge_levels, curriculum.challenge_prerequisites, curriculum.challenges,
curriculum.lessons, curriculum.modules, curriculum.track_prerequisites, curriculum.learning_tracks cascade;
