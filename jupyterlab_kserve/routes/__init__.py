"""The whole REST table, below ``<base_url>/jupyterlab-kserve/``."""

from __future__ import annotations

from .files import (
    DownloadHandler,
    FileCheckpointHandler,
    FileCheckpointsHandler,
    FilesHandler,
    FileTrustHandler,
)
from .health import HealthHandler
from .jobs import JobHandler, JobsHandler
from .kubernetes import KubernetesHandler
from .local import LocalPredictHandler, LocalServerHandler, LocalServersHandler, LocalStopHandler
from .migration import (
    MigrationComparisonHandler,
    MigrationHandler,
    MigrationRemovalHandler,
    MigrationScanHandler,
)
from .models.aliases import AliasHandler
from .models.comparison import ComparisonHandler
from .models.example import ExampleHandler
from .models.inspect import InspectHandler
from .models.models import ModelHandler, ModelsHandler, VersionHandler
from .models.permissions import PermissionsHandler
from .models.saved_requests import SavedRequestHandler, SavedRequestsHandler
from .models.trash import TrashEntryHandler, TrashHandler
from .predict import LoadedHandler, PredictHandler
from .status import StatusHandler
from .stream import StreamHandler

_ROOT = "/jupyterlab-kserve"
# One segment; what it may be is for the store's name rule to say.
_SEGMENT = r"([^/]+)"

ROUTES = [
    (f"{_ROOT}/status", StatusHandler),
    (f"{_ROOT}/health", HealthHandler),
    (f"{_ROOT}/models", ModelsHandler),
    (f"{_ROOT}/models/{_SEGMENT}", ModelHandler),
    (f"{_ROOT}/models/{_SEGMENT}/{_SEGMENT}", VersionHandler),
    (f"{_ROOT}/jobs", JobsHandler),
    (f"{_ROOT}/jobs/{_SEGMENT}", JobHandler),
    (f"{_ROOT}/models/{_SEGMENT}/aliases/{_SEGMENT}", AliasHandler),
    (f"{_ROOT}/models/{_SEGMENT}/{_SEGMENT}/example", ExampleHandler),
    (f"{_ROOT}/models/{_SEGMENT}/{_SEGMENT}/permissions", PermissionsHandler),
    (f"{_ROOT}/requests/{_SEGMENT}", SavedRequestsHandler),
    (f"{_ROOT}/requests/{_SEGMENT}/{_SEGMENT}", SavedRequestHandler),
    (f"{_ROOT}/comparison", ComparisonHandler),
    (f"{_ROOT}/trash", TrashHandler),
    (f"{_ROOT}/trash/{_SEGMENT}", TrashEntryHandler),
    (f"{_ROOT}/migration/{_SEGMENT}", MigrationHandler),
    (f"{_ROOT}/migration/{_SEGMENT}/scan", MigrationScanHandler),
    (f"{_ROOT}/migration/{_SEGMENT}/compare", MigrationComparisonHandler),
    (f"{_ROOT}/migration/{_SEGMENT}/remove", MigrationRemovalHandler),
    (f"{_ROOT}/inspect", InspectHandler),
    (rf"{_ROOT}/files(/.*)?/checkpoints/([\w-]+)", FileCheckpointHandler),
    (rf"{_ROOT}/files(/.*)?/checkpoints", FileCheckpointsHandler),
    (rf"{_ROOT}/files(/.*)?/trust", FileTrustHandler),
    (rf"{_ROOT}/files(/.*)?", FilesHandler),
    (rf"{_ROOT}/download(/.*)", DownloadHandler),
    (rf"{_ROOT}/kubernetes(/.*)", KubernetesHandler),
    (f"{_ROOT}/predict", PredictHandler),
    (f"{_ROOT}/predict/{_SEGMENT}", LoadedHandler),
    (f"{_ROOT}/local", LocalServersHandler),
    (f"{_ROOT}/local/{_SEGMENT}", LocalServerHandler),
    (f"{_ROOT}/local/{_SEGMENT}/stop", LocalStopHandler),
    (f"{_ROOT}/local/{_SEGMENT}/predict", LocalPredictHandler),
    (f"{_ROOT}/stream", StreamHandler),
]
