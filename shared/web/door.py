"""Limits of one connection before a request has run: bytes, header lines, seconds, and one place among many.

uvicorn's httptools protocol bounds none of them, so a head that never ends fills the memory and a thousand half-sent ones use up the
descriptors. This subclass adds the bounds and leaves the rest as it is (docs/decisions/0016-what-one-connection-may-take.md).
"""

import asyncio
import uuid

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from shared.observability import HTTP_REFUSED
from shared.web.problem import MEDIA_TYPE, problem

_SENTENCES = {
    400: "Permintaan tidak mengikuti HTTP/1.1.",
    408: "Permintaan tidak selesai terkirim pada waktunya. Kirim ulang.",
    431: "Kepala permintaan terlalu besar.",
    503: "Terlalu banyak sambungan pada saat ini. Kirim ulang beberapa detik lagi.",
}


class _Refused(Exception):
    """Raised inside the parser's callbacks; the parser wraps it into its own error."""


class Door(HttpToolsProtocol):
    """One connection. The bounds are attributes of the class; `places` is how many connections there may be at once."""

    places = 512
    head_bytes = 32_768
    head_lines = 100
    head_seconds = 10.0
    # A body must bring this much in each window: a phone on a bad line does, somebody who only holds the place does not.
    body_bytes = 4_096
    body_seconds = 20.0
    # A reader must take 48 KiB (the distance between the transport's two water marks) in this time.
    write_seconds = 30.0
    pipelined = 16

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a place; when all are taken, that of whoever has waited longest without asking for anything."""
        super().connection_made(transport)
        self.since = self.loop.time()
        self._in_head = True
        self._in_body = False
        self._is_asked = False
        self._is_refused = False
        self._status = 400
        # Bytes since the parser last found something whole in them: no part of a head may be longer than a whole head.
        self._unparsed = 0
        self._head_size = 0
        self._lines = 0
        self._brought = 0
        self._incoming: asyncio.TimerHandle | None = None
        self._outgoing: asyncio.TimerHandle | None = None
        if len(self.connections) > self.places:
            idle = [each for each in self.connections if isinstance(each, Door) and each.is_idle and each is not self]
            if not idle:
                self.refuse(503, unasked=True)
                return
            min(idle, key=lambda each: each.since).refuse(503)
        self._incoming = self.loop.call_later(self.head_seconds, self._late_head)

    @property
    def is_answering(self) -> bool:
        """A request is asked here and not answered whole."""
        return self._is_asked and not self.cycle.response_complete

    @property
    def is_idle(self) -> bool:
        """Its place may be taken: nothing whole is asked, or it ends already and waits for a reader."""
        return not self._is_refused and (self.transport.is_closing() or (self._in_head and not self.is_answering))

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the timers."""
        self._stop_incoming()
        self._stop_outgoing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came, within the bounds."""
        if self.transport.is_closing():
            return
        self._unparsed += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        if self._unparsed > self.head_bytes:
            self.refuse(431 if self._in_head else 400)
        elif self._incoming is None and self._in_body:
            self._brought = 0
            self._incoming = self.loop.call_later(self.body_seconds, self._late_body)
        elif self._incoming is None and (self._unparsed or self._head_size):
            self._incoming = self.loop.call_later(self.head_seconds, self._late_head)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._in_head, self._unparsed, self._head_size, self._lines = True, 1, 0, 0
        self.since = self.loop.time()
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        """A piece of the request's address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A whole header line; after the head it is a trailer, for which nobody here asks."""
        self._lines += 1
        self._count(len(name) + len(value))
        if self._in_head:
            super().on_header(name, value)

    def _count(self, size: int) -> None:
        self._unparsed = 0
        self._head_size += size
        if self._lines > self.head_lines or self._head_size > self.head_bytes:
            self._status = 431
            raise _Refused

    def on_headers_complete(self) -> None:
        """The head is whole: the request begins."""
        if len(self.pipeline) >= self.pipelined:
            raise _Refused
        self._stop_incoming()
        self._in_head, self._in_body, self._is_asked, self._unparsed = False, True, True, 0
        super().on_headers_complete()

    def on_chunk_header(self) -> None:
        """The head of a chunk is whole."""
        self._unparsed = 0

    def on_body(self, body: bytes) -> None:
        """A piece of the body."""
        self._unparsed = 0
        self._brought += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """The request is whole."""
        self._in_head, self._in_body, self._unparsed, self._head_size = True, False, 0, 0
        self._stop_incoming()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The reader is slower than we are."""
        super().pause_writing()
        self._watch_reader()

    def resume_writing(self) -> None:
        """The reader has caught up."""
        self._stop_outgoing()
        super().resume_writing()

    def on_response_complete(self) -> None:
        """The answer is given to the transport, which on a closing connection ends only when the reader has taken it."""
        if self.transport.is_closing():
            self._watch_reader()
        super().on_response_complete()

    def timeout_keep_alive_handler(self) -> None:
        """Nothing more was asked."""
        super().timeout_keep_alive_handler()
        self._watch_reader()

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser or a bound refused."""
        del msg
        self.refuse(self._status)

    def _late_head(self) -> None:
        self._incoming = None
        if not self.is_answering:
            self.refuse(408)

    def _late_body(self) -> None:
        self._incoming = None
        # While the request is busy with what came, or has not asked for the body yet, nobody is late.
        if self._brought >= self.body_bytes or self.flow.read_paused or self.cycle.waiting_for_100_continue:
            self._brought = 0
            self._incoming = self.loop.call_later(self.body_seconds, self._late_body)
        else:
            self.refuse(408)

    def _watch_reader(self) -> None:
        if self._outgoing is None and self.transport.get_write_buffer_size():
            self._outgoing = self.loop.call_later(self.write_seconds, self._late_reader)

    def _late_reader(self) -> None:
        HTTP_REFUSED.labels("reader").inc()
        # Not close: that would go on waiting until the reader has taken everything.
        self.transport.abort()

    def refuse(self, status: int, *, unasked: bool = False) -> None:
        """End the connection; say why, in problem+json, where an answer to what was begun can still be given."""
        HTTP_REFUSED.labels(str(status)).inc()
        self._is_refused = True
        if self.transport.is_closing() or (self.is_answering and (self._in_head or self.cycle.response_started)):
            # Another answer is on its way or about to be: two in one are worse than half of one.
            self.transport.abort()
            return
        is_answered = self._in_body and self.cycle.response_complete
        if (self._unparsed or self._head_size or unasked) and not is_answered:
            body = problem(f"HTTP_{status}", _SENTENCES[status], status=status, instance=f"urn:uuid:{uuid.uuid4()}").body
            head = f"content-type: {MEDIA_TYPE}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
            self.transport.write(STATUS_LINE[status] + head.encode() + bytes(body))
        self.transport.close()
        self._watch_reader()

    def _stop_incoming(self) -> None:
        if self._incoming is not None:
            self._incoming.cancel()
            self._incoming = None

    def _stop_outgoing(self) -> None:
        if self._outgoing is not None:
            self._outgoing.cancel()
            self._outgoing = None
