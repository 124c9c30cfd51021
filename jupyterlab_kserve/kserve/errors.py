"""What can go wrong with a served model."""

from __future__ import annotations

from http import HTTPStatus

from ..kubernetes.errors import KubernetesError


class ServiceNotReadyError(KubernetesError):
    """The service has nothing yet that could answer."""

    reason = "ServiceNotReady"
    status = HTTPStatus.CONFLICT.value
    default_hint = (
        "Wait until the service is Ready, or see the service page for the reason why it is not."
    )


class ModelUnreachableError(KubernetesError):
    """The model's server does not answer."""

    reason = "ModelUnreachable"
    default_hint = "Check the state and the logs of the service."
