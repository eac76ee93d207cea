"""Certificates are rendered one after the other, or by several processes: in the same order, with the same bytes.

Each is rendered by itself, so that one that cannot be printed stops no other.  What comes back is the rendered certificate or
the reason why there is none.  A stream stays a stream: only a few certificates for each process are under way at a time.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import pickle
import traceback
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import attrs

from cmecore.credit.fields import expect
from cmecore.entries import Certificate
from cmecore.errors import CmeError, InvalidValue, shown
from cmecore.rendering import Rendered, Renderer

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

# Enough work for one trip to another process, and little enough that a hundred thousand certificates wait outside.
_AT_ONCE = 16
_AHEAD = 2
_MOST_PROCESSES = 1024


class LostWorker(CmeError):
    """A process that rendered certificates ended without an answer: it was killed, or could not start.

    >>> raise LostWorker(4711)
    Traceback (most recent call last):
    cmecore.rendering.bulk.workers.LostWorker: a process that renders certificates ended without an answer, ...
    """

    def __init__(self, done: int) -> None:
        #: How many certificates had been dealt with.
        self.done = done
        super().__init__(
            f"a process that renders certificates ended without an answer, after {done:,} were done; if it never started, put "
            f"what your program does behind `if __name__ == '__main__':` and the renderer's class into a module; if the "
            f"system killed it, it was most likely short of memory: ask for fewer processes; processes=1 needs none"
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Travel between processes."""
        return type(self), (self.done,)


@attrs.frozen
class _Raised:
    """What no certificate is to blame for: it ends the batch."""

    error: Exception


Error = TypeVar("Error", bound=Exception)
_Answer: TypeAlias = "Rendered | CmeError | _Raised"


def answers(
    certificates: Iterable[Certificate], renderer: Renderer, *, processes: int = 1
) -> Generator[tuple[Certificate, Rendered | CmeError]]:
    """Render each certificate by itself, and give it back with what became of it, in the order of the stream.

    >>> from cmecore.certificates import certify_participation
    >>> from cmecore.rendering.text import Text
    >>> from cmecore.testing.samples import LEDGER, NOW
    >>> preview = certify_participation(LEDGER, "EM-101", name="Ada Okoro, MD", at=NOW)
    >>> [(one.number, answer.media_type) for one, answer in answers([preview], Text())]
    [(None, 'text/plain; charset=utf-8')]
    """
    if type(processes) is not int or not 1 <= processes <= _MOST_PROCESSES:
        raise InvalidValue(field="processes", found=shown(processes), expected="a whole number of 1 or more", advice="try 4")
    if not callable(getattr(renderer, "render", None)):
        found = f"a value of type {type(renderer).__name__}"
        raise InvalidValue(field="renderer", found=found, expected="an object with a method `render`", advice="such as Pdf()")
    stream = (expect(certificate, Certificate, field="certificates") for certificate in certificates)
    return _told(_by_one(stream, renderer) if processes == 1 else _by_several(stream, renderer, processes))


def _told(pairs: Generator[tuple[Certificate, _Answer]]) -> Generator[tuple[Certificate, Rendered | CmeError]]:
    with contextlib.closing(pairs):
        for position, (certificate, answer) in enumerate(pairs, 1):
            if isinstance(answer, _Raised):
                answer.error.add_note(f"while certificate {position:,} of the batch was rendered, number {certificate.number}")
                raise answer.error
            yield certificate, answer


def _by_one(certificates: Iterator[Certificate], renderer: Renderer) -> Generator[tuple[Certificate, _Answer]]:
    for certificate in certificates:
        yield certificate, _attempt(renderer, certificate)


def _attempt(renderer: Renderer, certificate: Certificate) -> _Answer:
    try:
        rendered = renderer.render([certificate])
    except CmeError as error:
        # Its traceback holds the certificate and all that was drawn of it.
        error.__traceback__ = error.__cause__ = error.__context__ = None
        return error
    except Exception as error:  # noqa: BLE001 - it is raised again in its turn, after what was rendered before it
        return _Raised(error)
    try:
        return expect(rendered, Rendered, field="what the renderer returned")
    except InvalidValue as error:
        return _Raised(error)


def _by_several(
    certificates: Iterator[Certificate], renderer: Renderer, processes: int
) -> Generator[tuple[Certificate, _Answer]]:
    try:
        sent = pickle.dumps(renderer)
    except Exception as error:
        raise InvalidValue(
            field="renderer",
            found=f"a {type(renderer).__name__} that cannot be sent to another process",
            expected="one that pickle can write",
            advice="define its class in a module and keep open files and functions out of it, or leave it at processes=1",
        ) from error
    # A process that is forked inherits locks and connections of the caller's; one that is spawned inherits nothing.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(sent,))
    done = 0
    waiting: deque[tuple[list[Certificate], Future[list[_Answer]]]] = deque()
    chunks = _chunks(certificates)
    ended: Exception | None = None
    more = True
    try:
        while True:
            while more and len(waiting) < processes * _AHEAD:
                try:
                    chunk = next(chunks, [])
                except Exception as error:  # noqa: BLE001 - it is raised once what came before it is done
                    chunk, ended = [], error
                if more := bool(chunk):
                    waiting.append((chunk, pool.submit(_work, chunk)))
            if not waiting:
                break
            chunk, answer = waiting.popleft()
            for pair in zip(chunk, answer.result(), strict=False):  # the answers end where something was raised
                done += 1
                yield pair
    except BrokenProcessPool as error:
        raise LostWorker(done) from error
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    if ended is not None:
        raise ended


def _chunks(certificates: Iterator[Certificate]) -> Iterator[list[Certificate]]:
    """Part the stream; where it fails, what it gave before comes first."""
    chunk = []
    try:
        for certificate in certificates:
            chunk.append(certificate)
            if len(chunk) == _AT_ONCE:
                yield chunk
                chunk = []
    except Exception:
        if chunk:
            yield chunk
        raise
    if chunk:
        yield chunk


#: In a process of its own: the renderer it was given.
_GIVEN: list[Renderer] = []


def _begin(sent: bytes) -> None:
    _GIVEN[:] = [pickle.loads(sent)]  # noqa: S301 - our own parent wrote it


def _work(certificates: list[Certificate]) -> list[_Answer]:
    (renderer,) = _GIVEN
    found: list[_Answer] = []
    for certificate in certificates:
        answer = _attempt(renderer, certificate)
        if isinstance(answer, _Raised):
            answer.error.add_note("".join(traceback.format_exception(answer.error)))
            return [*found, _Raised(_portable(answer.error, RuntimeError))]
        found.append(_portable(answer, CmeError) if isinstance(answer, CmeError) else answer)
    return found


def _portable(error: Error, otherwise: type[Error]) -> Error:
    """Return an error that survives the way to the parent; a class that cannot be made again loses its class, not its words."""
    try:
        again = pickle.loads(pickle.dumps(error))  # noqa: S301 - it was written in the same line
    except Exception:  # noqa: BLE001 - whatever a class of somebody's own does when it is made again
        again = None
    return error if isinstance(again, type(error)) else otherwise(f"{type(error).__name__}: {error}")
