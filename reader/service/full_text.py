"""Read whole papers: from what is kept, else from arXiv's HTML, Hugging Face's Markdown or the PDF, in this order."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Protocol

from reader.core.document import Document, Form
from reader.core.errors import FormatError, NotFoundError, OfflineError, ReaderError, SourceError
from reader.core.identifier import is_local
from reader.core.progress import Progress, silent
from reader.service.source import Sources
from reader.service.thread import in_thread

if TYPE_CHECKING:
    from reader.service.picturing import Picturing

ORIGINS = {
    Form.HTML: "The text is arXiv's HTML.",
    Form.MARKDOWN: "The text is Hugging Face's Markdown; arXiv has no HTML of this paper, or did not give it.",
    Form.PDF: "The text is that of the PDF, for there is no other: formulas, tables and figures are not kept.",
}
"""What a text was made from, as a sentence; the best first."""


class TextStore(Protocol):
    """Keeps texts as they came."""

    def save(self, identifier: str, form: Form, data: bytes, address: str) -> None:
        """Keep the text of a paper in place of an older one."""

    def load(self, identifier: str) -> tuple[Form, bytes, str] | None:
        """Return what a text was made from, itself and its address."""

    def forget(self, identifier: str) -> None:
        """Keep a text no longer."""


Parse = Callable[[Form, bytes, str], Document]
"""Makes a document of a text from an address; `FormatError` where it holds none."""

Ask = Callable[[str, Progress], Awaitable[tuple[bytes, str]]]


class FullText:
    """Gets, keeps and parses the texts of whole papers."""

    def __init__(
        self,
        sources: Sources,
        store: TextStore,
        parse: Parse,
        *,
        reads_pdf: bool = False,
        kept_pdf: Callable[[str], bytes | None] = lambda identifier: None,
        picturing: "Picturing | None" = None,
    ) -> None:
        """`kept_pdf` returns a PDF that was downloaded, which serves where there is no text or no network."""
        self.picturing = picturing
        """Their pictures; `None` where nothing can unpack any."""
        self._sources = sources
        self._store = store
        self._parse = parse
        self._reads_pdf = reads_pdf
        self._kept_pdf = kept_pdf

    def kept(self, identifier: str) -> Document | None:
        """Return the document of a text that is kept, else of a PDF that is."""
        return self._stored(identifier) or self._of_pdf(identifier)

    def _stored(self, identifier: str) -> Document | None:
        """Return the document of a text that is kept; one that cannot be read is kept no longer."""
        if (found := self._store.load(identifier)) is None:
            return None
        try:
            return self._parse(*found)
        except FormatError:
            self._store.forget(identifier)
            return None

    async def read(self, identifier: str, progress: Progress = silent, *, again: bool = False) -> Document:
        """Return a whole paper, kept from then on; `again` asks for it anew.

        `NotFoundError` says that there is only the page with its abstract; another `SourceError` that a source which
        may have it did not give it.
        """
        if not again and (document := await in_thread(self._stored, identifier)) is not None:
            return document
        if is_local(identifier):
            raise NotFoundError("This paper is not from arXiv, so its text cannot be fetched.")
        trouble: ReaderError | None = None
        for form, ask in self._ways(identifier):
            try:
                data, address = await ask(identifier, progress)
                document = await in_thread(self._parse, form, data, address)
            except OfflineError as error:
                if not self._sources.network.offline:  # arXiv alone is silent
                    trouble = trouble or error
                    continue
                if not again and (kept := await in_thread(self._of_pdf, identifier)) is not None:
                    return kept
                raise
            except NotFoundError:
                continue
            except (SourceError, FormatError) as error:
                trouble = trouble or error
                continue
            if trouble is None or not await in_thread(self._keeps_better, identifier, form):
                await in_thread(self._store.save, identifier, form, data, address)
            return document
        page = f"https://arxiv.org/abs/{identifier}"
        if trouble is not None:
            raise SourceError(f"The text of {identifier} could not be read. {trouble}") from trouble
        hint = "" if self._reads_pdf else " Reading the text of its PDF needs the package pypdf."
        raise NotFoundError(
            f"There is no text of {identifier} at arXiv or Hugging Face, only the page with its abstract: {page}.{hint}"
        )

    def _keeps_better(self, identifier: str, form: Form) -> bool:
        """Tell whether a text is kept that is made from something better, which only happens not to be given now."""
        kept = self._store.load(identifier)
        return kept is not None and tuple(ORIGINS).index(kept[0]) < tuple(ORIGINS).index(form)

    def _ways(self, identifier: str) -> list[tuple[Form, Ask]]:
        """Return the ways to a text, the best first."""
        ways: list[tuple[Form, Ask]] = [(Form.HTML, self._sources.html)]
        if "/" not in identifier:  # Hugging Face has no papers from before April 2007
            ways.append((Form.MARKDOWN, self._markdown))
        if self._reads_pdf:
            ways.append((Form.PDF, self._pdf))
        return ways

    def _of_pdf(self, identifier: str) -> Document | None:
        """Return the words of a PDF that was downloaded."""
        if not self._reads_pdf or (data := self._kept_pdf(identifier)) is None:
            return None
        try:
            return self._parse(Form.PDF, data, _pdf_address(identifier))
        except FormatError:
            return None

    async def _pdf(self, identifier: str, progress: Progress) -> tuple[bytes, str]:
        if (data := await in_thread(self._kept_pdf, identifier)) is not None:
            return data, _pdf_address(identifier)
        return await self._sources.pdf(identifier, progress)

    async def _markdown(self, identifier: str, progress: Progress) -> tuple[bytes, str]:
        progress(f"Asking Hugging Face for the text of {identifier}…")
        text = await self._sources.text(identifier, progress)
        # Its pictures are named as they are beside arXiv's HTML.
        return text.encode("utf-8", "replace"), f"https://arxiv.org/html/{identifier}"


def _pdf_address(identifier: str) -> str:
    return f"https://arxiv.org/pdf/{identifier}"
