"""What the reference files must be together: complete, reachable, without cycles, orphans or repeated texts."""

import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from progressive_flow.curriculum.authoring.files.challenges import Challenge, Content
from progressive_flow.gamification.achievements.criteria import conditions, unknown_names
from progressive_flow.gamification.achievements.reach import Everything, Passable, reachable
from progressive_flow.kernel.cycles import find_cycle
from progressive_flow.operations.reference_data.file_models import Question, References, Skill

MIN_ACHIEVEMENTS = 44
MIN_IN_CATEGORY = 8
MIN_METRICS = 12
MIN_SKILLS = 32
BRANCHES = 5
MIN_QUESTIONS = 150
MIN_OF_TOPIC = 2
MIN_OF_CHAPTER = 5
MAX_ICON_BYTES = 1024  # bytes
MAX_LONGEST_SHARE = 0.4  # share of questions whose right answer may be the longest one: more would give it away
CHAPTERS = range(1, 13)
SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {"svg", "title", "g", "path", "circle", "rect", "polygon"}


def check_references(root: Path, content: Content, found: References) -> list[str]:
    """Every problem as a line ``file: field: what is wrong``; empty if all may be loaded."""
    return [
        *_check_achievements(content, found),
        *_check_skills(found.branches),
        *_check_icons(root, found),
        *_check_questions(content, found.questions),
        *_check_texts(found),
    ]


def everything(content: Content, found: References) -> Everything:
    """Return all there is to pass in the files."""
    challenges = [
        Passable(
            challenge.track,
            challenge.category,
            challenge.difficulty,
            challenge.level_count,
            [concept.chapter for concept in challenge.ddia_concepts],
        )
        for challenge in content.challenges
    ]
    return Everything(challenges, len(content.tracks), sum(map(len, found.branches.values())))


def _check_achievements(content: Content, found: References) -> list[str]:
    file, all_ = "achievements.yaml", found.achievements
    tracks, categories = (
        {track.slug for track in content.tracks},
        {challenge.category for challenge in content.challenges},
    )
    problems = _repeats(file, "slug", (achievement.slug for achievement in all_))
    problems += _repeats(file, "name", (achievement.name for achievement in all_))
    problems += _too_few(file, "achievements", len(all_), MIN_ACHIEVEMENTS)
    for category in ("speed", "mastery", "streak", "exploration"):
        counted = sum(achievement.category == category for achievement in all_)
        problems += _too_few(file, f"achievements of category {category}", counted, MIN_IN_CATEGORY)
    for rarity in ("common", "rare", "epic", "legendary"):
        problems += _too_few(
            file, f"achievements of rarity {rarity}", sum(achievement.rarity == rarity for achievement in all_), 1
        )
    metrics = {condition.metric for achievement in all_ for condition in conditions(achievement.criteria)}
    problems += _too_few(file, "metrics", len(metrics), MIN_METRICS)
    there_is = everything(content, found)
    for achievement in all_:
        problems += [
            f"{file}: {achievement.slug}.criteria: {text}"
            for text in unknown_names(achievement.criteria, tracks, categories)
        ]
        problems += [
            f"{file}: {achievement.slug}.criteria: {condition.metric} reaches {most} at most, not {condition.threshold}"
            for condition in conditions(achievement.criteria)
            if (most := reachable(condition, there_is)) < condition.threshold
        ]
    return problems


def _check_icons(root: Path, found: References) -> list[str]:
    """Each achievement and each skill has an icon, and no icon is left over."""
    owners = {
        "achievements": {achievement.slug for achievement in found.achievements},
        "skills": {skill.slug for skills in found.branches.values() for skill in skills},
    }
    problems: list[str] = []
    for folder, slugs in owners.items():
        for slug in sorted(slugs):
            problems += _check_icon(root, f"icons/{folder}/{slug}.svg")
        strays = {path.stem for path in (root / "icons" / folder).glob("*.svg")} - slugs
        problems += [f"icons/{folder}/{name}.svg: belongs to none of the {folder}" for name in sorted(strays)]
    return problems


def _check_icon(root: Path, icon: str) -> list[str]:
    path = root / icon
    if not path.is_file():
        return [f"{icon}: is missing"]
    text = path.read_bytes()
    if len(text) > MAX_ICON_BYTES:
        return [f"{icon}: has {len(text)} bytes, at most {MAX_ICON_BYTES} are allowed"]
    try:
        tags = [element.tag for element in ET.fromstring(text).iter()]  # noqa: S314 - our own files, 1 kB each
    except ET.ParseError as error:
        return [f"{icon}: is not well-formed: {error}"]
    strange = sorted({tag for tag in tags if tag.removeprefix(SVG) not in DRAWN or not tag.startswith(SVG)})
    return [f"{icon}: has <{tag.removeprefix(SVG)}>, which an icon needs not" for tag in strange]


def _check_skills(branches: Mapping[str, list[Skill]]) -> list[str]:
    file = "skills.yaml"
    all_ = {skill.slug: skill for skills in branches.values() for skill in skills}
    problems = _repeats(file, "slug", (skill.slug for skills in branches.values() for skill in skills))
    problems += _too_few(file, "skills", len(all_), MIN_SKILLS)
    if len(branches) != BRANCHES:
        problems.append(f"{file}: branches: there are {len(branches)}, not {BRANCHES}")
    for branch, skills in branches.items():
        roots = [skill.slug for skill in skills if skill.parent is None]
        if len(roots) != 1:
            problems.append(f"{file}: {branch}: has the roots {', '.join(roots) or 'none'}, not one")
        inside = {skill.slug for skill in skills}
        for skill in skills:
            if skill.parent is not None and skill.parent not in inside:
                problems.append(f"{file}: {skill.slug}.parent: branch '{branch}' has no skill '{skill.parent}'")
            unknown = [slug for slug in skill.needs if slug not in all_]
            problems += [f"{file}: {skill.slug}.needs: no skill is called '{slug}'" for slug in unknown]
            problems += _repeats(file, f"{skill.slug}.needs", skill.prerequisites)
    cycle = find_cycle({slug: skill.prerequisites for slug, skill in all_.items()})
    return problems + [f"{file}: {slug}: needs form a cycle" for slug in cycle[1:]]


def _check_questions(content: Content, files: Mapping[str, list[Question]]) -> list[str]:
    topics = {challenge.slug: challenge for challenge in content.challenges}
    problems: list[str] = []
    for track, questions in files.items():
        for question in questions:
            problems += [
                f"questions/{track}.yaml: {question.slug}.{text}" for text in _misplaced(question, track, topics)
            ]
    all_ = [question for questions in files.values() for question in questions]
    problems += _repeats("questions", "slug", (question.slug for question in all_))
    problems += _too_few("questions", "questions", len(all_), MIN_QUESTIONS)
    of_topic, of_chapter = Counter(question.topic for question in all_), Counter(question.chapter for question in all_)
    for slug in topics:
        problems += _too_few("questions", f"questions on {slug}", of_topic[slug], MIN_OF_TOPIC)
    for chapter in CHAPTERS:
        problems += _too_few("questions", f"questions on chapter {chapter}", of_chapter[chapter], MIN_OF_CHAPTER)
    longest = sum(_gives_away(question) for question in all_)
    if longest > MAX_LONGEST_SHARE * len(all_):
        problems.append(f"questions: options: the longest one is right in {longest} of {len(all_)}: that gives it away")
    return problems


def _misplaced(question: Question, track: str, topics: Mapping[str, Challenge]) -> list[str]:
    topic = topics.get(question.topic)
    if topic is None or topic.track != track:
        return [f"topic: track '{track}' has no challenge '{question.topic}'"]
    chapters = [concept.chapter for concept in topic.ddia_concepts]
    return [] if question.chapter in chapters else [f"chapter: {question.topic} draws on {chapters}"]


def _gives_away(question: Question) -> bool:
    right = len(question.options[question.answer])
    return right > max(len(option) for place, option in enumerate(question.options) if place != question.answer)


def _check_texts(found: References) -> list[str]:
    texts = [("achievements.yaml", achievement.slug, achievement.description) for achievement in found.achievements]
    texts += [("skills.yaml", skill.slug, skill.description) for skills in found.branches.values() for skill in skills]
    for track, questions in found.questions.items():
        file = f"questions/{track}.yaml"
        texts += [
            (file, question.slug, text) for question in questions for text in (question.prompt, question.explanation)
        ]
    seen: dict[str, str] = {}
    problems: list[str] = []
    for file, slug, text in texts:
        other = seen.setdefault(re.sub(r"\W+", " ", text).casefold(), slug)
        if other != slug:
            problems.append(f"{file}: {slug}: repeats a text of '{other}'")
    return problems


def _repeats(file: str, field: str, values: Iterable[str]) -> list[str]:
    return [f"{file}: {field}: '{value}' is used twice" for value, count in Counter(values).items() if count > 1]


def _too_few(file: str, what: str, count: int, fewest: int) -> list[str]:
    return [f"{file}: {what}: there are {count}, at least {fewest} are wanted"] if count < fewest else []
