"""Files that PyTorch and MLflow wrote, which the tests do not install: ../fixtures/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from jupyterlab_kserve.inspection import inspect_path

FIXTURES = Path(__file__).parents[1] / "fixtures"

SEQUENTIAL = "torch.nn.modules.container.Sequential"


@pytest.mark.parametrize(
    ("name", "class_name", "note"),
    [
        ("module.pt", SEQUENTIAL, ""),
        ("module_before_1.6.pth", SEQUENTIAL, ""),
        ("state_dict.pt", "collections.OrderedDict", "only weights"),
        ("torchscript.pt", f"__torch__.{SEQUENTIAL}", "TorchScript"),
    ],
)
def test_files_of_pytorch(name: str, class_name: str, note: str) -> None:
    found = inspect_path(FIXTURES / "pytorch" / name)
    assert (found.format, found.framework, found.complete) == ("pytorch", "pytorch", True)
    assert note in " ".join(found.notes)
    assert found.class_name == class_name
    # The classes of TorchScript are in the file itself.
    assert found.risk == ("unknown" if note == "TorchScript" else "known")
    assert "torch._utils._rebuild_tensor_v2" in {each.name for each in found.globals}
