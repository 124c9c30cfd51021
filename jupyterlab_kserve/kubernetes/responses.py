"""What the Kubernetes API answers: read whole, and only what is JSON or a log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .errors import AnswerTooLargeError, KubernetesError, UnexpectedAnswerError

if TYPE_CHECKING:
    from aiohttp import ClientResponse

MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of an answer that is passed on."""


@dataclass(frozen=True)
class Answer:
    """An answer of the API.

    Attributes:
        status: The HTTP status.
        body: The body, JSON or the text of a log.
        content_type: The body's media type.
    """

    status: int
    body: bytes
    content_type: str


class RefusedByApiError(KubernetesError):
    """The API answered with a Status object, which says why.

    Args:
        code: The HTTP status.
        body: The Status object.

    Attributes:
        code: The HTTP status.
        body: The Status object.
    """

    reason = "RefusedByApi"

    def __init__(self, code: int, body: dict[str, Any]) -> None:
        super().__init__(str(body.get("message", "The cluster refused the request.")))
        self.code = code
        self.body = body


def is_log(path: str) -> bool:
    """Say whether a path of the API is that of a pod's log, which is text."""
    return path.endswith("/log")


async def read_answer(response: ClientResponse, is_log: bool) -> Answer:
    """Read an answer that must be JSON or, for logs, text.

    Args:
        response: The answer.
        is_log: Whether it is that of a pod's log.

    Raises:
        AnswerTooLargeError: If it is larger than what is passed on.
        UnexpectedAnswerError: If it is neither.
    """
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.content.iter_chunked(1 << 16):
        size += len(chunk)
        if size > MAX_ANSWER:
            raise AnswerTooLargeError("The response of the cluster is too large.")
        chunks.append(chunk)
    content_type = response.content_type
    if content_type != "application/json" and not (is_log and content_type == "text/plain"):
        # An HTML page of something in between; it is never quoted.
        raise UnexpectedAnswerError(
            f"The cluster responded with {response.status} and content that is not JSON."
        )
    return Answer(response.status, b"".join(chunks), content_type)
