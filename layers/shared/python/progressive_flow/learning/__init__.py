"""Orchestration across domains: what one action of a learner changes in progress, gamification, social and the outbox."""
