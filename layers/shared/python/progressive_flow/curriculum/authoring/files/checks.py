"""What the content files must be together: references that resolve, no cycles, levels that are sound in themselves.

Quick enough for a function to run before it loads them. Whether levels can be won, and only by good designs, is for
``progressive-flow content check``, which evaluates thousands of designs and is part of ``make check``.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from progressive_flow.curriculum.authoring.files.challenges import Content
from progressive_flow.curriculum.authoring.files.code_challenges import CodeChallengeDocument
from progressive_flow.curriculum.authoring.files.code_soundness import check_code
from progressive_flow.curriculum.authoring.files.facts import Facts
from progressive_flow.curriculum.authoring.files.soundness import check_soundness
from progressive_flow.curriculum.authoring.files.tracks import Lesson, Module, Track
from progressive_flow.kernel.cycles import find_cycle


def check_content(content: Content) -> list[str]:
    """Every problem as a line ``file: field: what is wrong``; empty if the content may be loaded."""
    return [
        *check_structure(content),
        *(problem for challenge in content.challenges for problem in check_soundness(challenge)),
        *(
            problem
            for document in content.documents.values()
            if isinstance(document, CodeChallengeDocument)
            for problem in check_code(document)
        ),
    ]


def check_structure(content: Content) -> list[str]:
    """What files say of each other: tracks, orders, lessons, prerequisites."""
    return [*_check_tracks(content.tracks), *_check_order(content.all), *_check_references(content)]


def repeated_parts(tracks: Mapping[str, Track]) -> list[str]:
    """Which slugs of modules and of lessons are used twice, as ``field: what is wrong``; keys are the places of the tracks."""
    modules = [
        (f"{at}modules.{place}", module) for at, track in tracks.items() for place, module in enumerate(track.modules)
    ]
    lessons = [
        (f"{at}.lessons.{place}", lesson) for at, module in modules for place, lesson in enumerate(module.lessons)
    ]
    return [*_used_again(modules), *_used_again(lessons)]


def _used_again(parts: Sequence[tuple[str, Module | Lesson]]) -> Iterator[str]:
    slugs = [part.slug for _, part in parts]
    for number, (at, part) in enumerate(parts):
        if part.slug in slugs[:number]:
            yield f"{at}.slug: '{part.slug}' is used twice: choose another slug"


def _repeated(values: Iterable[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def _check_tracks(tracks: Sequence[Track]) -> list[str]:
    slugs = [track.slug for track in tracks]
    problems = [f"tracks.yaml: tracks.slug: '{slug}' is used twice" for slug in _repeated(slugs)]
    problems += [f"tracks.yaml: tracks.order: {order} is used twice" for order in _repeated(t.order for t in tracks)]
    problems += [f"tracks.yaml: {text}" for text in repeated_parts({f"{track.slug}.": track for track in tracks})]
    for track in tracks:
        unknown = [slug for slug in track.prerequisites if slug not in slugs]
        problems += [f"tracks.yaml: {track.slug}.prerequisites: no track is called '{slug}'" for slug in unknown]
    cycle = find_cycle({track.slug: track.prerequisites for track in tracks})
    return problems + [f"tracks.yaml: {slug}.prerequisites: form a cycle" for slug in cycle[1:]]


def _check_order(challenges: Sequence[Facts]) -> list[str]:
    problems: list[str] = []
    taken: dict[tuple[str, int], str] = {}
    slugs: dict[str, str] = {}
    for challenge in challenges:
        other = taken.setdefault((challenge.track, challenge.order), challenge.slug)
        if other != challenge.slug:
            problems.append(f"{challenge.file}: order: {challenge.order} is taken by '{other}'")
        if slugs.setdefault(challenge.slug, challenge.track) != challenge.track:
            problems.append(f"{challenge.file}: slug: is used in track '{slugs[challenge.slug]}' too")
    return problems


def _check_references(content: Content) -> list[str]:
    lessons = {
        lesson.slug: track.slug for track in content.tracks for module in track.modules for lesson in module.lessons
    }
    slugs = {challenge.slug for challenge in content.all}
    problems: list[str] = []
    for challenge in content.all:
        if challenge.track not in {track.slug for track in content.tracks}:
            problems.append(f"{challenge.file}: track: no track is called '{challenge.track}'")
        elif lessons.get(challenge.lesson) != challenge.track:
            problems.append(f"{challenge.file}: lesson: track '{challenge.track}' has no lesson '{challenge.lesson}'")
        unknown = [slug for slug in challenge.prerequisites if slug not in slugs]
        problems += [f"{challenge.file}: prerequisites: no challenge is called '{slug}'" for slug in unknown]
    unused = set(lessons) - {challenge.lesson for challenge in content.all}
    problems += [f"tracks.yaml: lessons.slug: '{slug}' has no challenge" for slug in sorted(unused)]
    cycle = find_cycle({challenge.slug: challenge.prerequisites for challenge in content.all})
    on_cycle = [challenge for challenge in content.all if challenge.slug in cycle]
    return problems + [f"{challenge.file}: prerequisites: form a cycle" for challenge in on_cycle]
