"""How tables would be distributed over servers: by the learner, as docs/explanation/scaling.md explains."""

from collections.abc import Iterable

from progressive_flow_local.cli.data_model.catalogue import Catalogue, Table

KEY = "user_id"
# Tables with a learner in each row that stay on one node nevertheless, since others than that learner read them.
ON_ONE_NODE = {"gamification.leaderboard_scores", "identity.members", "social.moderation_reports"}


def is_sharded(catalogue: Catalogue, table: Table) -> bool:
    """Return whether a table's rows belong to one learner each: it has a learner's id that is never null."""
    here = (table.schema, table.name)
    keyed = any(each[:2] == here and each.name == KEY and not each.nullable for each in catalogue.columns)
    return keyed and ".".join(here) not in ON_ONE_NODE


def unique_across_shards(catalogue: Catalogue, table: Table) -> Iterable[str]:
    """Yield what is unique without the learner's id, which a shard alone could not guarantee."""
    here = (table.schema, table.name)
    for constraint in catalogue.constraints:
        if constraint[:2] == here and constraint.kind in {"p", "u"} and KEY not in constraint.columns:
            yield constraint.name
    for index in catalogue.indexes:
        if index[:2] == here and index.definition.startswith("unique, ") and KEY not in index.definition:
            yield index.name
