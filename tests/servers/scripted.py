"""A chat server of the OpenAI kind on a real socket, that does what a script says, step by step.

A step is a dictionary, so that tables of cases can be JSON:

    {"content": "..."}            a good completion that says so; "message", "choice", "completion" change its parts
    {"body": {...}}               this JSON instead
    {"raw": "...", "encoding"}    these characters instead
    status, headers               of the answer
    retry_at                      a Retry-After header with the date so many seconds from now
    clock                         a Date header; the server's clock is so many seconds ahead
    delay                         seconds before it
    cut                           the socket is reset after so many bytes of the body
    chunks, chunk_delay           the body in so many chunks, with seconds in between
    endless                       the body in a chunk, again and again, until the other side has enough
    packed                        the body packed with gzip
    hang_up                       the socket is reset before any answer

The last step is repeated.
"""

import asyncio
import gzip
import json
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

Step = Mapping[str, Any]
GOOD: Step = {"content": '{"ok": true}'}


@dataclass(frozen=True, slots=True)
class Got:
    """A request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> dict[str, Any]:
        """Its JSON."""
        return dict(json.loads(self.raw))


@dataclass(slots=True)
class Scripted:
    """The server: where it is, what it does next, what it was asked; *first* is set once it was."""

    url: str
    steps: list[Step]
    got: list[Got] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    sent: int = 0
    first: threading.Event = field(default_factory=threading.Event)

    def next_step(self) -> Step:
        """The step for the request that has just arrived."""
        return self.steps[min(len(self.got), len(self.steps)) - 1]


@contextmanager
def serving(*steps: Step, port: int = 0) -> Iterator[Scripted]:
    """A server that does *steps*; it runs in a thread of its own, and is gone afterwards."""
    listener = socket.create_server(("127.0.0.1", port))
    server = Scripted(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", list(steps or (GOOD,)))
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(_serve(server, listener, stop),))
    thread.start()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()


async def _serve(server: Scripted, listener: socket.socket, stop: asyncio.Event) -> None:
    running: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await _talk(server, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            pass  # the other side has gone, or the server is going
        finally:
            running.discard(task)
            writer.close()

    listening = await asyncio.start_server(connected, sock=listener)
    await stop.wait()
    listening.close()
    for task in list(running):
        task.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*running, return_exceptions=True)


async def _talk(server: Scripted, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        server.got.append(await _read(reader))
        server.first.set()
        server.at_once += 1
        server.most_at_once = max(server.most_at_once, server.at_once)
        try:
            if not await _answer(server, server.next_step(), writer):
                return
        finally:
            server.at_once -= 1


async def _read(reader: asyncio.StreamReader) -> Got:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
    method, path, _ = head[0].split(" ")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])
    }
    return Got(method, path, headers, await reader.readexactly(int(headers.get("content-length", 0))))


async def _answer(server: Scripted, step: Step, writer: asyncio.StreamWriter) -> bool:
    """Does *step*; whether the connection may go on."""
    await asyncio.sleep(step.get("delay", 0))
    if step.get("hang_up"):
        _reset(writer)
        return False
    body = _body(step)
    headers = {"Content-Type": "application/json", **step.get("headers", {})}
    if step.get("packed"):
        body = gzip.compress(body)
        headers = {"Content-Encoding": "gzip", **headers}
    now = time.time() + step.get("clock", 0)
    if "clock" in step:
        headers["Date"] = formatdate(now, usegmt=True)
    if "retry_at" in step:
        headers["Retry-After"] = formatdate(now + step["retry_at"], usegmt=True)
    chunked = "chunks" in step or "endless" in step
    headers |= {"Transfer-Encoding": "chunked"} if chunked else {"Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    writer.write(f"HTTP/1.1 {step.get('status', 200)} Said\r\n{head}\r\n".encode("latin-1"))
    if "endless" in step:
        await _for_ever(server, body, writer)
    elif chunked:
        await _in_chunks(body, step, writer)
    else:
        writer.write(body[: step.get("cut", len(body))])
    await writer.drain()
    if "cut" in step:
        _reset(writer)
    return "cut" not in step and not step.get("close")


async def _in_chunks(body: bytes, step: Step, writer: asyncio.StreamWriter) -> None:
    size = max(1, -(-len(body) // step["chunks"]))
    for start in range(0, len(body), size):
        part = body[start : start + size]
        writer.write(step.get("chunk_head", f"{len(part):x}").encode() + b"\r\n" + part + b"\r\n")
        await writer.drain()
        await asyncio.sleep(step.get("chunk_delay", 0))
    writer.write(b"0\r\n\r\n")


async def _for_ever(server: Scripted, body: bytes, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(f"{len(body):x}\r\n".encode() + body + b"\r\n")
        await writer.drain()
        server.sent += len(body)


def _reset(writer: asyncio.StreamWriter) -> None:
    """Ends the connection as a crash does: with RST, and what was not sent is lost."""
    raw = writer.get_extra_info("socket")
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()


def _body(step: Step) -> bytes:
    if "raw" in step:
        text: str = step["raw"] * step.get("times", 1)
        return text.encode(step.get("encoding", "utf-8"))
    return json.dumps(step["body"] if "body" in step else completion(step)).encode(
        step.get("encoding", "utf-8")
    )


def completion(step: Step) -> dict[str, Any]:
    """A chat completion, with the parts that *step* changes."""
    message = {"role": "assistant", "content": step.get("content", "") * step.get("times", 1)}
    message |= step.get("message", {})
    choice = {"index": 0, "message": message, "finish_reason": "stop", **step.get("choice", {})}
    usage = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}
    whole = {
        "id": "c1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [choice],
        "usage": usage,
    }
    whole |= step.get("completion", {})
    return {name: value for name, value in whole.items() if name not in step.get("without", ())}


def errors(status: int, code: str | None = None, message: str = "no") -> Step:
    """An error as OpenAI tells it."""
    return {"status": status, "body": {"error": {"message": message, "type": "some_error", "code": code}}}


def wait_for(server: Scripted, requests: int, running: subprocess.Popen[bytes]) -> None:
    """Until *server* has got so many *requests* of *running*, which must not end before."""
    until = time.monotonic() + 300
    while len(server.got) < requests:
        assert running.poll() is None
        assert time.monotonic() < until
        time.sleep(0.002)
