"""The tree of errors: one base, and a reason for programs that no renaming of a class changes."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest

import jupyterlab_kserve
from jupyterlab_kserve.errors import KserveExtensionError

for module in pkgutil.walk_packages(jupyterlab_kserve.__path__, "jupyterlab_kserve."):
    if ".tests" not in module.name and not module.name.endswith("__main__"):
        importlib.import_module(module.name)


def below(base: type[KserveExtensionError]) -> Iterator[type[KserveExtensionError]]:
    for each in base.__subclasses__():
        yield each
        yield from below(each)


ERRORS = sorted({*below(KserveExtensionError)}, key=lambda each: each.__name__)


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_each_error_names_its_own_reason(error: type[KserveExtensionError]) -> None:
    assert "reason" in vars(error), "a subclass must not answer with the reason of its base"
    name = error.__name__
    assert error.reason in (name, name.removesuffix("Error"))
    assert 400 <= error.status < 600


def test_reasons_are_unique() -> None:
    reasons = [error.reason for error in ERRORS]
    assert len({*reasons}) == len(reasons)


def test_a_storage_error_is_shown_with_its_hint() -> None:
    from jupyterlab_kserve.errors import VolumeBusyError

    error = VolumeBusyError("Somebody writes.", "Wait.")
    assert isinstance(error, TimeoutError)
    assert str(error) == "Somebody writes. Wait."
    assert error.to_dict() == {
        "message": "Somebody writes.",
        "reason": "VolumeBusy",
        "hint": "Wait.",
    }
