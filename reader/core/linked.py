"""What people made of a paper: the models, datasets and Spaces that name it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["model", "dataset", "space"]


@dataclass(frozen=True, slots=True)
class Linked:
    """One repository; `note` is a few words on it: a model's task, a Space's description."""

    kind: Kind
    name: str
    """Owner and name, such as `lab/model-7b`."""
    address: str
    likes: int | None = None
    downloads: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Links:
    """The repositories that name a paper, and how many there are in all: the tuples hold the first few of each."""

    models: tuple[Linked, ...] = ()
    datasets: tuple[Linked, ...] = ()
    spaces: tuple[Linked, ...] = ()
    total_models: int = 0
    total_datasets: int = 0
    total_spaces: int = 0


@dataclass(frozen=True, slots=True)
class KnownLinks:
    """What is stored of a paper's links."""

    links: Links
    fetched_at: datetime
