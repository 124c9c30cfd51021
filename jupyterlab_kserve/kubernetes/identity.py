"""Who we are to the Kubernetes API: a kubeconfig's user, or the pod's service account."""

from __future__ import annotations

import asyncio
import os
import ssl
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from .errors import NoClusterError

if TYPE_CHECKING:
    from kr8s._auth import KubeAuth

SERVICE_ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


@dataclass(frozen=True, repr=False)
class Identity:
    """A way to the API with what it takes to be let in.

    It has no representation of its own fields: a token must not get into a log by accident.

    Attributes:
        server: The API's address.
        namespace: The workbench's namespace.
        source: Where it comes from.
        name: How the user knows it: the service account's folder or the kubeconfig's context.
        token: The bearer token; None with a client certificate.
        tls: The TLS settings; None for the system's.
        proxy: The HTTP proxy on the way to the API; None for none.
    """

    server: str
    namespace: str
    source: Literal["service-account", "kubeconfig"]
    name: str
    token: str | None
    tls: ssl.SSLContext | None
    proxy: str | None = None


def find_kubeconfig(configured: str) -> str | None:
    """Return the kubeconfig to use, as kubectl chooses it; None if there is none.

    Args:
        configured: What the administrator set; empty for nothing.
    """
    named = configured or os.environ.get("KUBECONFIG", "")
    if named:
        return named
    usual = Path("~/.kube/config").expanduser()
    return str(usual) if usual.is_file() else None


async def load_identity(
    kubeconfig: str = "", namespace: str = "", service_account: Path = SERVICE_ACCOUNT
) -> Identity:
    """Read our credentials anew.

    Like kubectl: a kubeconfig comes first, then the pod's service account.

    Args:
        kubeconfig: The kubeconfig to use; empty for KUBECONFIG or the usual place.
        namespace: The namespace to use; empty for the one of the credentials.
        service_account: The folder with the pod's token.

    Raises:
        NoClusterError: If there are no credentials, or they cannot be used.
    """
    path = find_kubeconfig(kubeconfig)
    if path is not None:
        return await _from_kubeconfig(path, namespace)
    if (service_account / "token").is_file():
        return await asyncio.to_thread(_from_service_account, service_account, namespace)
    raise NoClusterError("No kubeconfig and no service account were found.")


def _from_service_account(folder: Path, namespace: str) -> Identity:
    try:
        host = os.environ["KUBERNETES_SERVICE_HOST"]
        port = os.environ.get("KUBERNETES_SERVICE_PORT", "443")
        own = (folder / "namespace").read_text().strip()
        return Identity(
            server=f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}",
            namespace=namespace or own,
            source="service-account",
            name=f"the service account of this workbench in {own}",
            token=(folder / "token").read_text().strip(),
            tls=ssl.create_default_context(cafile=str(folder / "ca.crt")),
        )
    except (OSError, KeyError, ssl.SSLError) as error:
        raise NoClusterError("The service account of this workbench cannot be used.") from error


async def _from_kubeconfig(path: str, namespace: str) -> Identity:
    # kr8s reads what kubectl reads: exec plugins, certificates in the file, merged files.
    from kr8s._auth import KubeAuth

    if not _is_there(path):
        raise NoClusterError(f"The kubeconfig {path} does not exist.")
    try:
        auth = KubeAuth(
            kubeconfig=path, serviceaccount="", namespace=namespace if namespace else None
        )
        await auth.reauthenticate()
        try:
            tls = await auth.ssl_context()
        finally:
            _drop_copies(auth)
        token = await asyncio.to_thread(_token_of, auth, path)
    except Exception as error:  # whatever a plugin or a malformed file leads to
        raise NoClusterError(
            f"The kubeconfig {path} cannot be used: {type(error).__name__}."
        ) from error
    return Identity(
        server=auth.server.rstrip("/"),
        namespace=auth.namespace,
        source="kubeconfig",
        name=f"the kubeconfig context {auth.active_context}",
        token=token,
        tls=tls if isinstance(tls, ssl.SSLContext) else None,
        proxy=_proxy_of(auth),
    )


def _token_of(auth: KubeAuth, kubeconfig: str) -> str | None:
    """The bearer token; as for kubectl, a file that is named comes before the token beside it."""
    named = auth._user.get("tokenFile")
    if not named:
        return str(auth.token) if auth.token else None
    # Relative to the kubeconfig that names it, of which kr8s does not tell the one of several.
    folder = Path(kubeconfig.split(os.pathsep)[0]).expanduser().parent
    return (folder / str(named)).read_text().strip()


def _proxy_of(auth: KubeAuth) -> str | None:
    proxy = auth._cluster.get("proxy-url")
    if proxy and not proxy.startswith(("http://", "https://")):
        raise NoClusterError(
            f"The kubeconfig uses the proxy {proxy.partition('://')[0]}://…, but only "
            f"http and https proxies are supported.",
            "Use a kubeconfig without a proxy, or with an HTTP proxy.",
        )
    return str(proxy) if proxy else None


def _drop_copies(auth: KubeAuth) -> None:
    """Remove what kr8s wrote to the temporary folder: the client's private key among them."""
    for kept, inline, file in (
        (auth._user, "client-key-data", auth.client_key_file),
        (auth._user, "client-certificate-data", auth.client_cert_file),
        (auth._cluster, "certificate-authority-data", auth.server_ca_file),
    ):
        # Only copies of data in the kubeconfig: a file that it names is the user's own.
        if inline in kept and file:
            Path(str(file)).unlink(missing_ok=True)


def _is_there(kubeconfig: str) -> bool:
    parts = kubeconfig.split(os.pathsep)
    return any(Path(part).expanduser().is_file() for part in parts)
