"""Save models to the volume that KServe serves from, and load them, in a notebook.

    from model_storage_helpers import save_model_to_pvc, load_model_from_pvc

    save_model_to_pvc(model, "anomaly-detector", metadata={"version": "1.0.0", "accuracy": 0.95})
    model = load_model_from_pvc("anomaly-detector")

Four environment variables are read at every call: ``MODEL_STORAGE_PATH`` (where the volume is
mounted, ``/mnt/models``), ``MODEL_STORAGE_PVC`` (the claim's name, ``model-storage-pvc``),
``MODEL_STORAGE_LAYOUT`` (``versions``, or ``flat`` for single files in the volume's root) and
``MODEL_STORAGE_LEGACY_PATH`` (where models lay before, ``/opt/app-root/src/models``).
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Literal, overload

# Everything else is imported by the function that needs it: a notebook's first cell is not to wait.
if TYPE_CHECKING:
    from jupyterlab_kserve.store import ModelStore
    from jupyterlab_kserve.store.flat import FlatStore
    from jupyterlab_kserve.store.records import ModelRecord

__all__ = [
    "get_kserve_storage_uri",
    "list_models_in_pvc",
    "load_model_from_pvc",
    "migrate_model_to_pvc",
    "save_model_to_pvc",
    "save_model_to_s3",
]


def save_model_to_pvc(
    model: Any,
    name: str,
    metadata: Mapping[str, Any] | None = None,
    overwrite: bool = False,
    *,
    version: str | int | None = None,
    format: str | None = None,
    input_example: Any = None,
    artifacts: Mapping[str, Any] | None = None,
    description: str = "",
    tags: Iterable[str] = (),
) -> str:
    """Save a model so that KServe can serve it.

        save_model_to_pvc(model, "anomaly-detector")
        save_model_to_pvc(
            model,
            "anomaly-detector",
            metadata={"version": "1.1.0", "metrics": {"auc": 0.97}},
            input_example=X_train[:5],
            artifacts={"scaler": scaler},
        )

    The model appears on the volume whole or not at all, also if the kernel dies meanwhile. A
    version never changes afterwards unless it is overwritten. What takes longer than two seconds
    shows its progress, where tqdm is installed. The versions of the libraries, the notebook and its
    git commit are recorded.

    Args:
        model: A fitted model of scikit-learn (pipelines and wrappers too), XGBoost, LightGBM,
            CatBoost, ONNX, Keras or PyTorch; or the path of a model file, or of a model's folder
            (Hugging Face, a SavedModel, MLflow), which is kept as it is.
        name: The model's name: letters, digits, ``.``, ``_`` and ``-``, at most 63 characters.
        metadata: Anything to remember; ``metadata["version"]`` is the version if there is one, and
            numbers in ``metadata["metrics"]`` are its metrics.
        overwrite: Replace the version if it is there. Without any version given: replace the newest
            version if that is a whole number, else add the next number.
        version: The version. Without it, and without one in the metadata, the next whole number.
        format: How to keep the model: ``joblib``, ``pickle``, ``xgboost`` (UBJSON), ``bst``
            (LightGBM's text), ``catboost``, ``onnx``, ``keras`` or ``pytorch``. Without it the one
            that KServe's server for the library takes.
        input_example: Some rows as the model takes them: a DataFrame, an array, a list of rows. The
            types of inputs and outputs, and a request to try the model with, are recorded.
        artifacts: Artifacts of the model by name, ``{"scaler": scaler}``: objects, or paths of
            files. Servers do not look at them; ``load_model_from_pvc(name, artifact="scaler")``
            brings them back.
        description: Free text for the model's card.
        tags: Words for the model's card.

    Returns:
        The path of the version's folder on the volume.

    Raises:
        FileExistsError: If the version is there and ``overwrite`` is false.
        ValueError: If the name or version breaks the rule (the message proposes one that does not),
            the model cannot predict the example, or it is not kept in that format.
        TypeError: If it is no model, or holds what cannot be saved, such as a lambda.
        PermissionError: If the volume cannot be written to.
        FileNotFoundError: If the volume is not mounted.
        OSError: If the volume is full.
    """
    from jupyterlab_kserve.store.saving.options import SaveOptions

    from .progress import progress_bar

    store = _store()
    if store.layout == "flat":
        _refuse(
            "stores only a model and its metadata",
            version=version,
            format=format,
            input_example=input_example,
            artifacts=artifacts,
            description=description or None,
            tags=tuple(tags) or None,
        )
        return str(store.save(model, name, metadata, overwrite))
    with progress_bar(f"Saving {name}") as progress:
        options = SaveOptions(
            version=version,
            overwrite=overwrite,
            metadata=metadata,
            description=description,
            tags=tuple(tags),
            format=format,
            input_example=input_example,
            artifacts=artifacts or {},
            progress=progress,
        )
        record = store.save(model, name, options)
    return str(store.path(record))


def load_model_from_pvc(
    name: str,
    version: str | int | None = None,
    *,
    artifact: str | None = None,
    trust: bool = False,
) -> Any:
    """Load a model from the volume.

        model = load_model_from_pvc("anomaly-detector")
        scaler = load_model_from_pvc("anomaly-detector", artifact="scaler")

    Its bytes are compared with the SHA-256 that was recorded when it was saved. Then the file is
    read without being run: one that names what is dangerous (``os.system``, ``eval``, ...) is
    refused. What nobody knows is let through, so still load only what you or people you trust have
    saved. A warning tells where the installed libraries differ from those it was saved with.

    Args:
        name: The model's name.
        version: The version, or ``@champion`` for the one that the alias ``champion`` is on;
            without it the newest.
        artifact: Load this artifact of the model instead: the object that was saved, or the path
            of a file.
        trust: Load it whatever it names.

    Returns:
        The model as it was saved: an ``XGBClassifier`` comes back as one. What was saved as a file
        comes back as its library reads it: a ``Booster`` of XGBoost or LightGBM, a ``ModelProto``
        of ONNX. A PyTorch module comes back on the CPU, if the code of its class can be imported;
        TorchScript needs none; a file of weights alone (a ``state_dict``) comes back as a
        dictionary of tensors. A folder comes back as its path.

    Raises:
        FileNotFoundError: If there is no such model, version or artifact, or the volume is not
            mounted.
        OSError: If the file is damaged.
        ImportError: If a library that the model needs is not installed.
        ValueError: If the name breaks the rule, the file's format is not loaded here, the library
            fails to read it, or loading it would run what is dangerous.
    """
    store = _store()
    if store.layout == "flat":
        _refuse("has models only", version=version, artifact=artifact)
        return store.load(name, trust)
    return store.load(name, version, artifact=artifact, trust=trust)


@overload
def list_models_in_pvc(details: Literal[False] = False) -> list[str]: ...


@overload
def list_models_in_pvc(details: Literal[True]) -> list[ModelRecord]: ...


def list_models_in_pvc(details: bool = False) -> list[str] | list[ModelRecord]:
    """Return the models on the volume, sorted by name.

        for model in list_models_in_pvc(details=True):
            print(model.name, model.state, model.size, dict(model.aliases))

    Args:
        details: Return records with versions, sizes and states, broken models too, not names.

    Returns:
        The names of the models that can be loaded, for example ``["anomaly-detector",
        "predictive-analytics"]``; or a record for each model.

    Raises:
        FileNotFoundError: If the volume is not mounted.
        ValueError: If details are wanted of the flat layout, which has none.
    """
    store = _store()
    if store.layout == "flat":
        _refuse("has names only", details=details or None)
        return store.names()
    models = store.list()
    return models if details else [model.name for model in models if model.state == "ok"]


def get_kserve_storage_uri(name: str, version: str | int | None = None) -> str:
    """Return what to put into an InferenceService as storageUri.

        get_kserve_storage_uri("anomaly-detector")  # pvc://model-storage-pvc/anomaly-detector/1.1.0

    Args:
        name: The model's name.
        version: The version, or ``@champion`` for the one that the alias ``champion`` is on;
            without it the newest.

    Returns:
        ``pvc://<claim>/<name>/<version>``; with the flat layout ``pvc://<claim>``.

    Raises:
        FileNotFoundError: If there is no such model or version, or the volume is not mounted.
        ValueError: If the name breaks the rule.
    """
    store = _store()
    if store.layout == "flat":
        _refuse("has models only", version=version)
        return store.uri(name)
    return store.uri(name, version)


def migrate_model_to_pvc(
    name: str,
    source_path: str | os.PathLike[str] | None = None,
    *,
    version: str | int | None = None,
    overwrite: bool = False,
) -> str:
    """Bring a model that lies elsewhere to the volume. The original stays where it is.

        migrate_model_to_pvc("anomaly-detector")
        migrate_model_to_pvc("bert", "s3://models/bert/")

    The copy is read again from the disk and compared by SHA-256 before it appears. A second call
    finds the same bytes on the volume and does nothing.

    Args:
        name: The model's name on the volume.
        source_path: A file, a folder or an ``s3://`` URI (extra ``s3``). Without it the name is
            looked for in the folder MODEL_STORAGE_LEGACY_PATH: ``NAME.pkl``, ``NAME/model.pkl``,
            ``NAME/v1/model.pkl``, with the metadata that stands beside it.
        version: The version; without it what the metadata or the place say, else the next number.
        overwrite: Replace the version if it is there.

    Returns:
        The path of the version's folder on the volume.

    Raises:
        FileNotFoundError: If there is no such model, or the volume is not mounted.
        FileExistsError: If the version is there with other bytes and ``overwrite`` is false.
        ValueError: If the name breaks the rule, or it is no model file.
        OSError: If it changes meanwhile, S3 refuses, or the volume is full.
    """
    from jupyterlab_kserve.errors import InvalidLayoutError
    from jupyterlab_kserve.migration.single import migrate_model
    from jupyterlab_kserve.store import DEFAULT_LEGACY_FOLDER

    from .progress import progress_bar

    store = _store()
    if store.layout == "flat":
        raise InvalidLayoutError(
            "Models cannot be migrated to the flat layout.", "Unset MODEL_STORAGE_LAYOUT."
        )
    legacy = os.environ.get("MODEL_STORAGE_LEGACY_PATH") or DEFAULT_LEGACY_FOLDER
    with progress_bar(f"Migrating {name}") as progress:
        record, already = migrate_model(
            store,
            name,
            source_path,
            legacy,
            version=None if version is None else str(version),
            overwrite=overwrite,
            progress=progress,
        )
    if already:
        print(f"{name} is already on the volume as version {record.version}.")
    return str(store.path(record))


def save_model_to_s3(model: Any, name: str, bucket: str = "model-storage") -> str:
    """Upload a model to S3, for services that still read from there (extra ``s3``).

    Endpoint and keys come from the environment, as a data connection sets them: AWS_S3_ENDPOINT,
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_DEFAULT_REGION.

    Args:
        model: A fitted model.
        name: The model's name.
        bucket: The bucket.

    Returns:
        The storageUri, ``s3://<bucket>/<name>/``.

    Raises:
        TypeError: If it is no model.
        ValueError: If the name breaks the rule.
        OSError: If S3 refuses, or does not answer.
        ImportError: If boto3 is not installed.
    """
    from jupyterlab_kserve.migration.s3 import save_to_s3

    return save_to_s3(model, name, bucket)


def _store() -> ModelStore | FlatStore:
    layout = os.environ.get("MODEL_STORAGE_LAYOUT") or "versions"
    if layout == "versions":
        from jupyterlab_kserve.settings import store_from_environment

        return store_from_environment()
    if layout == "flat":
        from jupyterlab_kserve.store import DEFAULT_CLAIM, DEFAULT_ROOT
        from jupyterlab_kserve.store.flat import FlatStore

        root = os.environ.get("MODEL_STORAGE_PATH") or DEFAULT_ROOT
        return FlatStore(root, os.environ.get("MODEL_STORAGE_PVC") or DEFAULT_CLAIM)
    from jupyterlab_kserve.errors import InvalidLayoutError

    raise InvalidLayoutError(f"MODEL_STORAGE_LAYOUT is {layout!r}.", "Set it to versions or flat.")


def _refuse(what: str, **given: Any) -> None:
    """Refuse what the flat layout would lose in silence.

    Args:
        what: What is to be said of the layout.
        given: The arguments that it has no place for; None for those not given.
    """
    from jupyterlab_kserve.errors import InvalidLayoutError

    named = [name for name, value in given.items() if value is not None]
    if named:
        raise InvalidLayoutError(
            f"The flat layout {what}: it does not support {' and '.join(named)}.",
            "Unset MODEL_STORAGE_LAYOUT.",
        )
