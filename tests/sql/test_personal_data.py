"""Every column that names a person says what erasure and export do with it; erasure does that and nothing else."""

import psycopg
import pytest

from tests.support.scene import act_as, make_user, one

UNDECLARED = "select count(*) from identity.undeclared_personal_data()"
ASSIGNMENTS = """
create table social.assignments (
    id uuid primary key, created_by uuid not null references identity.users (id) on delete restrict
);
create table social.assignment_submissions (
    assignment_id uuid not null references social.assignments (id) on delete cascade,
    user_id uuid not null references identity.users (id) on delete cascade, primary key (assignment_id, user_id)
);
grant select, delete on social.assignments, social.assignment_submissions to definer;
"""
DECLARED = """
call identity.declare_personal_data('social.assignments', 'created_by', 'keep');
call identity.declare_personal_data('social.assignment_submissions', 'user_id', 'delete');
"""


def test_every_column_that_names_a_person_is_declared(superuser: psycopg.Connection) -> None:
    assert one(superuser, UNDECLARED) == 0


def test_every_declaration_names_a_column_that_exists(superuser: psycopg.Connection) -> None:
    query = """
        select count(*) from identity.personal_data as d where not exists (
            select from pg_attribute as a where a.attrelid = to_regclass(d.relation) and a.attname = d.attribute
        )
    """
    assert one(superuser, query) == 0


@pytest.mark.parametrize("column", ["author_id uuid", "who uuid references identity.users (id) on delete cascade"])
def test_an_undeclared_column_is_found(superuser: psycopg.Connection, column: str) -> None:
    superuser.execute(f"create table social.likes ({column})".encode())
    assert one(superuser, UNDECLARED) == 1


def test_erasing_an_instructor_keeps_the_submissions_of_students(superuser: psycopg.Connection) -> None:
    instructor, student = make_user(superuser), make_user(superuser)
    superuser.execute((ASSIGNMENTS + DECLARED).encode())
    superuser.execute("insert into social.assignments select uuidv7(), %s", [instructor])
    superuser.execute(
        "insert into social.assignment_submissions select a.id, %s from social.assignments as a", [student]
    )
    act_as(superuser, instructor)
    superuser.execute("select identity.erase_user()")
    assert one(superuser, "select count(*) from social.assignment_submissions") == 1
    act_as(superuser, student)
    superuser.execute("select identity.erase_user()")
    assert one(superuser, "select count(*) from social.assignment_submissions") == 0
    assert one(superuser, "select count(*) from social.assignments") == 1


def test_erasure_refuses_to_begin_while_a_column_is_undeclared(superuser: psycopg.Connection) -> None:
    act_as(superuser, make_user(superuser))
    superuser.execute(ASSIGNMENTS.encode())
    refused = pytest.raises(psycopg.errors.ObjectNotInPrerequisiteState, match=r"social\.assignments\.created_by")
    with refused, superuser.transaction():
        superuser.execute("select identity.erase_user()")


def test_a_column_that_is_not_nullable_cannot_be_anonymized(superuser: psycopg.Connection) -> None:
    superuser.execute(ASSIGNMENTS.encode())
    with pytest.raises(psycopg.errors.NotNullViolation), superuser.transaction():
        superuser.execute("call identity.declare_personal_data('social.assignments', 'created_by', 'anonymize')")


# From each table whose rows go with a person, along foreign keys that cascade, to tables with rows of somebody: `person` is the
# column that is the same person by the foreign key itself, null if none is.
DELETED_WITH_ANOTHER = """
with recursive reached (relation, person) as (
    select d.relation::regclass::oid, d.attribute from identity.personal_data as d where d.action = 'delete'
    union
    select k.conrelid, (
        select child.attname
        from unnest(k.conkey, k.confkey) as pair (child, parent)
        inner join pg_attribute as child on child.attrelid = k.conrelid and child.attnum = pair.child
        inner join pg_attribute as parent on parent.attrelid = k.confrelid and parent.attnum = pair.parent
        where parent.attname = reached.person
    )
    from reached inner join pg_constraint as k on k.confrelid = reached.relation and k.contype = 'f' and k.confdeltype = 'c'
)
select distinct d.relation || '.' || d.attribute
from reached inner join identity.personal_data as d on d.relation::regclass = reached.relation
where reached.person is distinct from d.attribute and not exists (
    select from identity.personal_data as own
    where own.relation = d.relation and own.attribute = reached.person and own.action = 'delete' and d.action <> 'delete'
)
order by 1
"""
MESSAGES = """
create table social.threads (
    id uuid primary key, author_id uuid not null references identity.users (id) on delete cascade, unique (id, author_id)
);
create table social.thread_parts (id uuid primary key, thread_id uuid not null references social.threads (id) on delete cascade);
call identity.declare_personal_data('social.threads', 'author_id', 'delete');
"""


def test_no_erasure_deletes_rows_of_others(superuser: psycopg.Connection) -> None:
    assert superuser.execute(DELETED_WITH_ANOTHER.encode()).fetchall() == []


@pytest.mark.parametrize(
    ("reference", "is_found"),
    [
        ("thread_id uuid references social.threads (id) on delete cascade", True),
        ("part_id uuid references social.thread_parts (id) on delete cascade", True),
        ("thread_id uuid references social.threads (id) on delete restrict", False),
        ("id uuid, foreign key (id, user_id) references social.threads (id, author_id) on delete cascade", False),
    ],
)
def test_a_cascade_into_rows_of_others_is_found(superuser: psycopg.Connection, reference: str, is_found: bool) -> None:
    superuser.execute(MESSAGES.encode())
    superuser.execute(f"create table social.posts (user_id uuid, {reference})".encode())
    superuser.execute("call identity.declare_personal_data('social.posts', 'user_id', 'delete')")
    found = [row[0] for row in superuser.execute(DELETED_WITH_ANOTHER.encode())]
    assert ("social.posts.user_id" in found) is is_found
