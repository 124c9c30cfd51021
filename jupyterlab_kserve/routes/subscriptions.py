"""What one WebSocket carries: watches, logs, jobs, changes of the volume, each a subscription."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ..errors import InvalidRequestError, KserveExtensionError, UnexpectedError
from ..kubernetes.allowlist import check_stream
from ..kubernetes.api import KubernetesApi, Request
from ..kubernetes.errors import UnexpectedAnswerError

if TYPE_CHECKING:
    from ..jobs import Jobs
    from ..local import LocalServers
    from ..store.changes import Changes

MAX_SUBSCRIPTIONS = 64
"""Subscriptions that one socket may have at once."""

_JOBS_SECONDS = 0.2
"""What changes in jobs is sent at most so often."""

WATCH_SECONDS = 60
"""After which the API is asked to end a watch: what follows it goes on from there."""

WATCH_SILENCE = 75.0
"""Seconds without a byte after which a watch is taken for dead: the API should have ended it."""

_LOG_BATCH_SECONDS = 0.05
"""Lines of a log are sent together if they come within this time."""

_LOG_BATCH = 64 * 1024
"""Bytes of a log that are sent in one message: it takes the server about a millisecond."""

_LOG_REST = 4
"""So many times as long as a message took the next one waits, for the sake of all others."""

_MAX_LINE = 1024 * 1024
"""Bytes of one line of a log; the rest of it comes as the next."""

_log = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]


class Subscriptions:
    """The subscriptions of one socket.

    Args:
        api: The Kubernetes API.
        changes: The changes of the volume.
        jobs: The long operations.
        local: The servers on this machine.
        send: Sends a message; waits while the socket is slow, which holds back the upstream.
    """

    def __init__(
        self,
        api: KubernetesApi,
        changes: Changes,
        jobs: Jobs,
        local: LocalServers,
        send: Send,
    ) -> None:
        self._api = api
        self._changes = changes
        self._jobs = jobs
        self._local = local
        self._send = send
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def handle(self, text: str | bytes) -> None:
        """Handle a message of the browser.

        Args:
            text: JSON with ``op`` and ``id``.

        Raises:
            InvalidRequestError: If it is malformed.
        """
        try:
            message = json.loads(text)
            operation, identifier = message["op"], message["id"]
        except (ValueError, KeyError, TypeError):
            raise InvalidRequestError("The message is not valid.") from None
        if not isinstance(identifier, str) or len(identifier) > 100:
            raise InvalidRequestError("The id of a subscription must be a short string.")
        if operation == "unsubscribe":
            task = self._tasks.pop(identifier, None)
            if task is not None:
                task.cancel()
        elif operation == "subscribe":
            self._subscribe(identifier, message)
        else:
            raise InvalidRequestError("The operation must be subscribe or unsubscribe.")

    def close(self) -> None:
        """End all subscriptions and what they read upstream."""
        for task in self._tasks.values():
            task.cancel()
        self._tasks.clear()

    def _subscribe(self, identifier: str, message: dict[str, Any]) -> None:
        if identifier in self._tasks:
            raise InvalidRequestError("A subscription with this id already exists.")
        task = asyncio.get_running_loop().create_task(self._run(identifier, message))
        self._tasks[identifier] = task

        def forget(done: asyncio.Task[None]) -> None:
            if self._tasks.get(identifier) is done:
                del self._tasks[identifier]

        task.add_done_callback(forget)

    async def _run(self, identifier: str, message: dict[str, Any]) -> None:
        async def send(event: str, **fields: Any) -> None:
            await self._send({"id": identifier, "event": event, **fields})

        try:
            if len(self._tasks) > MAX_SUBSCRIPTIONS:
                raise InvalidRequestError("There are too many subscriptions.", "Reload the page.")
            channel = message.get("channel")
            if channel == "models":
                await self._models(send)
            elif channel == "jobs":
                await self._follow_jobs(send)
            elif channel == "local":
                await self._follow_local(send)
            elif channel == "local-log":
                await self._local_log(message, send)
            elif channel in ("watch", "log"):
                await self._upstream(channel, message, send)
            else:
                raise InvalidRequestError(
                    "The channel is models, jobs, local, local-log, watch or log."
                )
            await send("end")
        except KserveExtensionError as error:
            await send("error", status=error.status, **error.to_dict())
        except Exception:
            # Without an event the page would go on waiting for news that never comes.
            _log.exception("The subscription to %s failed", message.get("channel"))
            failed = UnexpectedError()
            await send("error", status=failed.status, **failed.to_dict())

    async def _models(self, send: Callable[..., Awaitable[None]]) -> None:
        await send("open")
        async for revision in self._changes.follow():
            await send("changed", revision=revision)

    async def _follow_jobs(self, send: Callable[..., Awaitable[None]]) -> None:
        with self._jobs.follow() as follower:
            jobs = await asyncio.to_thread(self._jobs.list)
            await send("jobs", jobs=[job.to_dict() for job in jobs])
            while True:
                for event in await follower.events():
                    await send(**event)
                await asyncio.sleep(_JOBS_SECONDS)

    async def _follow_local(self, send: Callable[..., Awaitable[None]]) -> None:
        async for servers in self._local.follow():
            await send("servers", servers=[server.to_dict() for server in servers])

    async def _local_log(
        self, message: dict[str, Any], send: Callable[..., Awaitable[None]]
    ) -> None:
        name, tail, start = message.get("name"), message.get("tail", 0), message.get("start")
        if not isinstance(name, str) or type(tail) is not int or type(start or 0) is not int:
            raise InvalidRequestError("A local log takes a name and numbers of lines.")
        output = self._local.get(name).output
        await send("open")
        async for lines, after in output.follow(max(0, tail), start):
            await send("lines", data=lines, next=after)
            await asyncio.sleep(_LOG_BATCH_SECONDS)
        await send("finished")

    async def _upstream(
        self, channel: str, message: dict[str, Any], send: Callable[..., Awaitable[None]]
    ) -> None:
        path, query = message.get("path"), message.get("query") or {}
        texts = [path, *query.keys(), *query.values()] if isinstance(query, dict) else [None]
        if not all(isinstance(text, str) for text in texts):
            raise InvalidRequestError("The path and the query must be strings.")
        identity = await self._api.identity()
        verb = "watch" if channel == "watch" else "get"
        check_stream(str(path), query, identity.namespace, verb)
        # The log of a run that is over has an end of its own.
        follow = {} if query.get("previous") == "true" else {"follow": "true"}
        silence = None  # A pod may have nothing to log for days.
        if channel == "watch":
            follow = {"watch": "true", "allowWatchBookmarks": "true"}
            follow["timeoutSeconds"] = str(WATCH_SECONDS)
            silence = WATCH_SILENCE
        request = Request("GET", str(path), {**query, **follow})
        async with self._api.open(request, silence=silence) as response:
            if response.status != 200:
                await send("error", **await self._refusal(response))
                return
            await send("open")
            if channel == "watch":
                # A dead watch ends like one that the API ended.
                with suppress(asyncio.TimeoutError):
                    async for line in _lines(response.content):
                        await send("watch", **self._event(line))
            else:
                await _send_log(response.content, send)

    def _event(self, line: bytes) -> dict[str, Any]:
        try:
            event = json.loads(self._api.without_token(line))
            return {"type": event["type"], "object": event["object"]}
        except (ValueError, KeyError, TypeError):
            raise UnexpectedAnswerError("The cluster sent data that is not an event.") from None

    async def _refusal(self, response: Any) -> dict[str, Any]:
        """Put a refusal of the API into an error event; a page that is no Status is not quoted."""
        try:
            body = self._api.without_token(await response.content.read(1 << 20))
            status = json.loads(body)
            message = str(status["message"])
            reason = str(status.get("reason") or "Refused")
        except (ValueError, KeyError, TypeError):
            status, message, reason = None, "The cluster refused the request.", "Refused"
        return {
            "status": response.status,
            "message": message,
            "reason": reason,
            "hint": "",
            "kubernetes": status,
        }


async def _lines(content: Any) -> AsyncIterator[bytes]:
    """Yield the lines of a body that are not empty."""
    rest = b""
    async for chunk in content.iter_any():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            if line:
                yield line
    if rest:
        yield rest


async def _send_log(content: Any, send: Callable[..., Awaitable[None]]) -> None:
    """Send what a log brings: at most so often, and never so much that others have to wait.

    Bytes are split where a message is made, not line by line as they come: a log of 50 MB has half
    a million lines.
    """
    loop = asyncio.get_running_loop()
    chunks = content.iter_chunked(_LOG_BATCH)
    rest = b""
    pending: asyncio.Future[bytes] | None = None
    try:
        ended = False
        while not ended:
            due: float | None = None
            enough = len(rest) + _LOG_BATCH
            # One message: what comes until it is due, or until there is enough.
            while len(rest) < enough:
                pending = pending or asyncio.ensure_future(anext(chunks))
                wait = None if due is None else max(0.0, due - loop.time())
                done, _ = await asyncio.wait({pending}, timeout=wait)
                if not done:
                    break
                chunk, pending = pending, None
                try:
                    rest += chunk.result()
                except StopAsyncIteration:
                    ended = True
                    break
                due = due or loop.time() + _LOG_BATCH_SECONDS
            began = loop.time()
            *whole, rest = rest.split(b"\n")
            if len(rest) > _MAX_LINE or ended:
                whole.append(rest)
                rest = b""
            lines = [line.decode("utf-8", "replace") for line in whole if line]
            if lines:
                await send("lines", data=lines)
                # A log may be endless: others have the loop for most of the time.
                await asyncio.sleep(min(_LOG_BATCH_SECONDS, _LOG_REST * (loop.time() - began)))
    finally:
        if pending is not None:
            pending.cancel()
