"""What can go wrong between the server half and the Kubernetes API or a served model."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar


class KubernetesError(Exception):
    """Base of what the Kubernetes side raises on purpose.

    Args:
        message: What happened, in one sentence; never holds a token.
        hint: What to do about it; the class has a default.

    Attributes:
        message: What happened.
        hint: What to do about it.
        reason: The kind of error as one CamelCase word, for programs.
        status: The HTTP status that goes with it.
    """

    reason: ClassVar[str] = "KubernetesError"
    status: ClassVar[int] = HTTPStatus.BAD_GATEWAY.value
    default_hint: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        cls.reason = cls.__name__

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = self.default_hint if hint is None else hint

    def to_dict(self) -> dict[str, str]:
        """Return the JSON body of an error answer: message, reason and hint."""
        return {"message": self.message, "reason": self.reason, "hint": self.hint}


class NoCluster(KubernetesError):
    """Neither a service account nor a kubeconfig is there."""

    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "Log in to the cluster, for example with oc login, or ask who set this up."


class ClusterUnreachable(KubernetesError):
    """The Kubernetes API does not answer."""

    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "See whether the cluster is up and reachable from here, then try again."


class LoginExpired(KubernetesError):
    """The Kubernetes API does not take our token or certificate (any more)."""

    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "Log in to the cluster again, for example with oc login."


class TimedOut(KubernetesError):
    """The answer took too long."""

    status = HTTPStatus.GATEWAY_TIMEOUT.value
    default_hint = "Try again in a moment."


class NotAllowed(KubernetesError):
    """The request is not among those that the extension passes on."""

    status = HTTPStatus.FORBIDDEN.value
    default_hint = "The extension passes on only what the Models panel needs."


class AnswerTooLarge(KubernetesError):
    """The answer is larger than what is passed on."""


class UnexpectedAnswer(KubernetesError):
    """The answer is not what a Kubernetes API gives, such as a page of a proxy in between."""

    default_hint = "See whether the cluster's address in your kubeconfig is right."


class ForwardingRefused(KubernetesError):
    """We may not reach pods through the API."""

    status = HTTPStatus.FORBIDDEN.value
    default_hint = (
        "The service's own name does not resolve here, as in a workbench it would. Ask your "
        "platform engineer for the Role in deploy/port-forward: get and create pods/portforward."
    )


class ServiceNotReady(KubernetesError):
    """The service has nothing yet that could answer."""

    status = HTTPStatus.CONFLICT.value
    default_hint = "Wait until its state is Ready, or look at why it is not."


class InvalidRequest(KubernetesError):
    """The request itself is malformed."""

    status = HTTPStatus.BAD_REQUEST.value
