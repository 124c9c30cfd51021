"""The table of libraries: what the modules declare fits together."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

from jupyterlab_kserve import frameworks
from jupyterlab_kserve.formats import FORMATS, LIBRARIES, framework_of
from jupyterlab_kserve.tests import trained

NOT_LIBRARIES = {"__init__", "boosters", "library"}


def test_every_module_is_in_the_table() -> None:
    folder = Path(frameworks.__path__[0])
    modules = {path.stem for path in folder.glob("*.py")} - NOT_LIBRARIES
    assert modules == {library.framework.name for library in LIBRARIES}


def test_what_is_declared_refers_to_what_there_is() -> None:
    names = [entry.name for entry in FORMATS]
    assert not [name for name, count in Counter(names).items() if count > 1]
    for library in LIBRARIES:
        assert library.framework.label
        assert set(library.framework.formats) <= set(names)
        # What is saved as an object by its package has a way to be written.
        assert bool(library.framework.formats) == bool(library.framework.package)
        for entry in library.formats:
            assert set(entry.same_content) <= set(names) - {entry.name}
            assert (entry.split_with is None) == (entry.join_with is None)


def test_no_two_libraries_claim_an_extension() -> None:
    extensions = Counter(extension for entry in FORMATS for extension in entry.extensions)
    assert set(extensions.values()) == {1}


def test_an_estimator_is_of_the_library_that_it_is_trained_with() -> None:
    models = {
        "xgboost": trained.xgboost_classifier(),
        "lightgbm": trained.lightgbm_classifier(),
        "catboost": trained.catboost_model("CatBoostRegressor", "RMSE"),
    }
    for name, model in models.items():
        framework = framework_of(model)
        assert framework is not None
        assert framework.name == name


def test_no_library_is_imported_with_the_table() -> None:
    code = "import sys, jupyterlab_kserve.formats; print(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {library.framework.package for library in LIBRARIES} | {"numpy", "yaml", "joblib"}
    assert not heavy & {name.partition(".")[0] for name in done.stdout.split()}
