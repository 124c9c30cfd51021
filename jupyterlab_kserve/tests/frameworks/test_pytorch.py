"""PyTorch's modules, saved and loaded with a real PyTorch.

It is larger than all that the tests install together, so these run where somebody has installed it
(they did with Debian's python3-torch 1.13). What its files are is inspected everywhere, from files
that it wrote: inspection/test_fixtures.py.
"""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_kserve.errors import NotAModelError
from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions

from ..inspection.test_fixtures import FIXTURES

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # An older PyTorch warns of a newer NumPy.
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")

pytestmark = pytest.mark.filterwarnings("ignore:Failed to initialize NumPy")


class Doubling(torch.nn.Module):  # type: ignore[name-defined,misc]
    """A module of the user's own."""

    def forward(self, rows: Any) -> Any:
        return rows * 2


@pytest.fixture
def store(volume: Path) -> ModelStore:
    return ModelStore(volume, "claim")


@pytest.fixture
def net() -> Any:
    return torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.ReLU(), torch.nn.Linear(4, 2))


ROWS = torch.ones(2, 3)


def test_a_module_comes_back(store: ModelStore, net: Any) -> None:
    record = store.save(net, "net", SaveOptions(input_example=ROWS.tolist()))
    assert (record.framework, record.format) == ("pytorch", "pytorch")
    assert record.class_name == "torch.nn.modules.container.Sequential"
    assert record.model_file == "net/1/model.pt"
    assert str(record.framework_version).startswith(torch.__version__)
    assert torch.equal(store.load("net")(ROWS), net(ROWS))


def test_a_module_of_a_class_of_the_users_own_comes_back(store: ModelStore) -> None:
    store.save(Doubling(), "own")
    loaded = store.load("own")
    assert type(loaded) is Doubling
    assert torch.equal(loaded(ROWS), ROWS * 2)


@pytest.mark.parametrize("how", ["script", "trace"])
def test_torchscript_comes_back_as_a_program(
    store: ModelStore, net: Any, how: str, recwarn: pytest.WarningsRecorder
) -> None:
    made = torch.jit.script(net) if how == "script" else torch.jit.trace(net, ROWS)
    store.save(made, "net")
    recwarn.clear()
    loaded = store.load("net")
    assert isinstance(loaded, torch.jit.ScriptModule)
    assert torch.equal(loaded(ROWS), net(ROWS))
    assert [str(each.message) for each in recwarn if "TorchScript" in str(each.message)] == []


@pytest.mark.parametrize("name", ["module.pt", "module_before_1.6.pth", "torchscript.pt"])
def test_a_file_comes_back_as_its_module(store: ModelStore, name: str) -> None:
    store.save(FIXTURES / "pytorch" / name, "net")
    assert store.load("net")(ROWS).shape == (2, 2)


def test_weights_alone_come_back_as_a_dictionary(store: ModelStore, net: Any) -> None:
    store.save(FIXTURES / "pytorch" / "state_dict.pt", "weights")
    net.load_state_dict(store.load("weights"))
    with pytest.raises(NotAModelError):
        store.save(net.state_dict(), "weights")


def test_a_module_that_cannot_be_pickled_says_so(store: ModelStore) -> None:
    module = Doubling()
    module.function = lambda rows: rows
    with pytest.raises(NotAModelError, match="lambda"):
        store.save(module, "net")
    assert store.list() == []
