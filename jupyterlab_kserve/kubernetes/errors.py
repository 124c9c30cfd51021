"""What can go wrong between the server half and the Kubernetes API."""

from __future__ import annotations

from http import HTTPStatus

from ..errors import KserveExtensionError


class KubernetesError(KserveExtensionError):
    """Base of what can go wrong with the Kubernetes API."""

    reason = "KubernetesError"
    status = HTTPStatus.BAD_GATEWAY.value


class NoClusterError(KubernetesError):
    """Neither a service account nor a kubeconfig is there."""

    reason = "NoCluster"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = (
        "Log in to the cluster, for example with oc login, or ask the administrator of the "
        "workbench."
    )


class ClusterUnreachableError(KubernetesError):
    """The Kubernetes API does not answer."""

    reason = "ClusterUnreachable"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "Check that the cluster is running and reachable from here, then try again."


class LoginExpiredError(KubernetesError):
    """The Kubernetes API does not take our token or certificate (any more)."""

    reason = "LoginExpired"
    status = HTTPStatus.SERVICE_UNAVAILABLE.value
    default_hint = "Log in to the cluster again, for example with oc login."


class TimedOutError(KubernetesError):
    """The answer took too long."""

    reason = "TimedOut"
    status = HTTPStatus.GATEWAY_TIMEOUT.value
    default_hint = "Try again in a moment."


class NotAllowedError(KubernetesError):
    """The request is not among those that the extension passes on."""

    reason = "NotAllowed"
    status = HTTPStatus.FORBIDDEN.value
    default_hint = "The extension allows only the requests that the Models panel needs."


class AnswerTooLargeError(KubernetesError):
    """The answer is larger than what is passed on."""

    reason = "AnswerTooLarge"


class UnexpectedAnswerError(KubernetesError):
    """The answer is not what a Kubernetes API gives, such as a page of a proxy in between."""

    reason = "UnexpectedAnswer"
    default_hint = "Check the address of the cluster in your kubeconfig."


class ForwardingRefusedError(KubernetesError):
    """We may not reach pods through the API."""

    reason = "ForwardingRefused"
    status = HTTPStatus.FORBIDDEN.value
    default_hint = (
        "The host name of the service does not resolve outside the cluster. Ask an "
        "administrator for the Role in deploy/port-forward (get and create pods/portforward)."
    )
