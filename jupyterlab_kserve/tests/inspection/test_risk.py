"""What is judged harmless, beside what another scanner calls dangerous."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from picklescan import scanner

from jupyterlab_kserve.formats import LIBRARIES
from jupyterlab_kserve.parsing import risk
from jupyterlab_kserve.parsing.risk import risk_of


def dangerous() -> Iterator[tuple[str, str]]:
    """What picklescan calls dangerous; of a whole module, names of several shapes."""
    for module, names in scanner._unsafe_globals.items():
        if names == "*":
            ours = [each.rpartition(".") for each in risk._SAFE]
            yield from ((of, name) for of, _, name in ours if f"{of}.".startswith(f"{module}."))
            yield from ((module, name) for name in ("run", "Class", "_Class", "sub.run"))
        else:
            yield from ((module, name) for name in ({names} if isinstance(names, str) else names))


@pytest.mark.parametrize(("module", "name"), sorted(set(dangerous())))
def test_nothing_that_picklescan_calls_dangerous_is_judged_harmless(module: str, name: str) -> None:
    assert risk_of(module, name) != "known"


@pytest.mark.parametrize(
    ("module", "name"),
    [
        ("sklearn.svm._classes", "SVC"),
        ("sklearn._loss._loss", "CyHalfBinomialLoss"),
        ("sklearn.neighbors._kd_tree", "newObj"),
        ("sklearn.feature_selection._univariate_selection", "f_classif"),
        ("imblearn.pipeline", "Pipeline"),
        ("xgboost.sklearn", "XGBClassifier"),
        ("lightgbm.basic", "Booster"),
        ("catboost.core", "CatBoostClassifier"),
        ("torch._utils", "_rebuild_tensor_v2"),
        ("torch", "FloatStorage"),
        ("torch.nn.modules.linear", "Linear"),
    ],
)
def test_each_library_says_what_of_its_own_is_harmless(module: str, name: str) -> None:
    assert risk_of(module, name) == "known"
    # In a module that is called alike, or as a part of something else, it says nothing.
    assert risk_of(f"my{module}", name) == "unknown"
    assert risk_of(module, f"{name}.x") != "known"


def test_patterns_are_of_their_own_library() -> None:
    for library in LIBRARIES:
        framework = library.framework
        for pattern in library.safe_globals:
            assert pattern.startswith(
                tuple(f"{each}\\." for each in (framework.package, *framework.relatives))
            )
