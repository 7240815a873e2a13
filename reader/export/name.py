"""The parts of a person's name, and which names are those of groups.

A group is cited by its whole name. Lists of authors do not tell one from a person, so a name counts as a group's
when it is that of the paper's own organisation, when it has a word that no person is called (“Team”, “Institute”,
“Inc”, “AI” in capitals), begins with a company that signs papers, holds a digit or “&”, or is one word only.
Capitals alone say nothing: there are Yann LeCun and Mengyi DENG.
"""

import re
from dataclasses import dataclass

from reader.core.prose import plain

_PARTICLE_WORDS = """
van von vom zu zum zur der den de del della dello di da do dos das du des la las le los ten ter te af av el al bin ibn
"""
_PARTICLES = frozenset(_PARTICLE_WORDS.split())
_SUFFIXES = frozenset(["jr", "jr.", "sr", "sr.", "ii", "iii", "iv"])
_GROUP_WORDS = """
team teams collaboration collaborations consortium group groups contributors authors lab labs laboratory laboratories
community initiative institute institution university foundation alliance committee association project and
experiment academy centre center corporation corp inc ltd llc gmbh company technologies robotics society council
department agency organization organisation coalition network
"""
_COMPANIES = """
Tencent Google DeepMind ByteDance Bytedance Microsoft Alibaba NVIDIA Xiaomi Xiaohongshu Baidu Huawei Samsung Salesforce
Anthropic OpenAI Mistral Cohere IBM Meituan Kuaishou StepFun
"""
_GROUPS = frozenset(_GROUP_WORDS.split())
_SIGNERS = tuple(f"{company} " for company in _COMPANIES.split())
_GROUP = re.compile(r"\d|&|Team\b|\bAI$|^[Tt]he (?:\S+ ){2,}\S+$")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in parts; a group, or a person with a single name, has a `family` only."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def full_family(self) -> str:
        """The family name with its particle: “van der Berg”."""
        return f"{self.particle} {self.family}".strip()

    @property
    def initials(self) -> str:
        """The first letters of the given names: “A. N.”, “J.-P.”."""
        return " ".join(
            "-".join(f"{part[0].upper()}." for part in word.split("-") if part) for word in self.given.split()
        )


def plain_name(text: str) -> str:
    """Return a name in Unicode; the few that are written in LaTeX are the only ones looked at closely."""
    return plain(text) if "\\" in text or "$" in text or "{" in text else text


def parse_name(text: str, organization: str | None = None) -> Name:
    """Return the parts of `text`, written “First Last” or “Last, First”; what cannot be parted is a family name.

    `organization` is that of the paper, which may stand among its authors.
    """
    text = text.strip(" ,;").removeprefix("and ").lstrip() or text
    if organization and text.casefold() == organization.strip().casefold():
        return Name(text)
    before, comma, after = text.partition(",")
    if comma and after.strip().casefold() in _SUFFIXES:
        return _in_order([*before.split(), after.strip()])
    if comma:
        particle, family = _without_particle(before.split())
        rest = after.strip()
        suffix, comma, given = (part.strip() for part in rest.partition(","))
        if "," in given or (comma and suffix.casefold() not in _SUFFIXES):
            return Name(text)
        return Name(family, given, particle, suffix) if comma else Name(family, rest, particle)
    if _is_group(text):
        return Name(text)
    return _in_order(text.split())


def _is_group(text: str) -> bool:
    if " " not in text or text.startswith(_SIGNERS) or _GROUP.search(text):
        return True
    return not _GROUPS.isdisjoint(text.casefold().replace("-", " ").replace(".", " ").split())


def _in_order(words: list[str]) -> Name:
    suffix = words.pop() if len(words) > 2 and words[-1].casefold() in _SUFFIXES else ""
    start = len(words) - 1
    for index, word in enumerate(words[:-1]):
        following = words[index + 1]
        known = word.casefold() in _PARTICLES
        if known and (word.islower() or (index and following.islower() and following in _PARTICLES)):
            start = index
            break
    particle, family = _without_particle(words[start:])
    return Name(family, " ".join(words[:start]), particle, suffix)


def _without_particle(words: list[str]) -> tuple[str, str]:
    """Part the words of a family name into its particle and the rest, which is never empty."""
    count = 0
    while count < len(words) - 1 and words[count].casefold() in _PARTICLES:
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])
