"""A chat server that always says the same: what `quizgen bench judge` measures against.

    python -m api.canned SECONDS

Prints its port, answers every request after SECONDS, and ends with its standard input.
"""

import asyncio
import json
import sys

REPLY = {
    "id": "canned",
    "object": "chat.completion",
    "created": 0,
    "model": "canned",
    "choices": [
        {"index": 0, "message": {"role": "assistant", "content": '{"ok": true}'}, "finish_reason": "stop"}
    ],
    "usage": {"prompt_tokens": 400, "completion_tokens": 8, "total_tokens": 408},
}
_BODY = json.dumps(REPLY).encode()
_ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(_BODY) + _BODY
)


async def serve(latency_s: float) -> None:
    """Serves until standard input ends."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                await _read(reader)
                await asyncio.sleep(latency_s)
                writer.write(_ANSWER)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # the client has gone
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0, backlog=1000)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    server.close()


async def _read(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        ),
        0,
    )
    await reader.readexactly(length)


if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
