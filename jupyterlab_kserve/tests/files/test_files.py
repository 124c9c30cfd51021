"""The volume's files through a real Jupyter server."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import nbformat
import pytest
from sklearn.linear_model import LinearRegression
from tornado.httpclient import HTTPClientError

from jupyterlab_kserve.store import ModelStore
from jupyterlab_kserve.store.saving.options import SaveOptions
from jupyterlab_kserve.tests.faults import run_with_mount

Fetch = Callable[..., Any]


@pytest.fixture
def jp_server_config(volume: Path) -> dict[str, Any]:
    return {
        "ServerApp": {"jpserver_extensions": {"jupyterlab_kserve": True}},
        "KserveExtension": {"models_path": str(volume), "kubernetes_enabled": False},
    }


@pytest.fixture
def ask(http_server_client: Any, jp_auth_header: Any, jp_base_url: str) -> Fetch:
    """Sends a request with the path exactly as it is given."""

    async def fetch(method: str, path: str, body: Any = None) -> Any:
        response = await http_server_client.fetch(
            f"{jp_base_url}jupyterlab-kserve/files{path}",
            method=method,
            headers=jp_auth_header,
            body=None if body is None else json.dumps(body),
            allow_nonstandard_methods=True,
        )
        return json.loads(response.body) if response.body else None

    return fetch


@pytest.fixture
def download(http_server_client: Any, jp_auth_header: Any, jp_base_url: str) -> Fetch:
    async def fetch(path: str, **headers: str) -> Any:
        return await http_server_client.fetch(
            f"{jp_base_url}jupyterlab-kserve/download{path}", headers=headers or jp_auth_header
        )

    return fetch


async def refusal(request: Any) -> tuple[int, str]:
    with pytest.raises(HTTPClientError) as caught:
        await request
    said = json.loads(caught.value.response.body)
    assert said["message"]
    return caught.value.code, said["reason"]


def text(content: str) -> dict[str, str]:
    return {"type": "file", "format": "text", "content": content}


def publish(volume: Path) -> None:
    model = LinearRegression().fit([[0.0], [1.0]], [0.0, 1.0])
    ModelStore(volume).save(model, "m", SaveOptions(version="1"))


async def test_what_is_there_is_listed_and_what_is_hidden_is_not(ask: Fetch, volume: Path) -> None:
    publish(volume)
    (volume / "notes.txt").write_text("about")
    (volume / ".secret").write_text("x")
    (volume / "out").symlink_to("/etc")
    os.mkfifo(volume / "pipe")
    (volume / os.fsdecode(b"no-\xff-text")).write_text("x")
    root = await ask("GET", "")
    assert (root["type"], root["format"], root["path"]) == ("directory", "json", "")
    entries = {entry["name"]: entry for entry in root["content"]}
    assert entries.keys() == {"m", "notes.txt", "out", "pipe"}
    assert (entries["m"]["type"], entries["m"]["writable"]) == ("directory", True)
    assert (entries["notes.txt"]["size"], entries["notes.txt"]["mimetype"]) == (5, "text/plain")
    assert (entries["out"]["type"], entries["out"]["writable"]) == ("file", False)
    (version,) = (await ask("GET", "/m"))["content"]
    assert (version["path"], version["writable"]) == ("m/1", False)
    inside = await ask("GET", "/m/1/?content=1&type=directory")
    assert [(entry["name"], entry["writable"]) for entry in inside["content"]] == [
        ("model.joblib", False),
        *([("requirements.txt", False)] if len(inside["content"]) > 1 else []),
    ]
    assert (await ask("GET", "/m?content=0"))["content"] is None


async def test_files_are_read_as_text_bytes_and_notebooks(ask: Fetch, volume: Path) -> None:
    (volume / "a.txt").write_text("ä")
    (volume / "b.bin").write_bytes(b"\xff\x00")
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    nbformat.write(notebook, volume / "n.ipynb")
    (volume / "broken.ipynb").write_text("{")
    read = await ask("GET", "/a.txt?hash=1")
    assert (read["content"], read["format"]) == ("ä", "text")
    assert len(read["hash"]) == 64
    read = await ask("GET", "/b.bin")
    assert (base64.b64decode(read["content"]), read["format"]) == (b"\xff\x00", "base64")
    assert await refusal(ask("GET", "/b.bin?format=text")) == (400, "InvalidContent")
    read = await ask("GET", "/n.ipynb")
    assert (read["type"], read["content"]["cells"][0]["source"]) == ("notebook", "1")
    assert await refusal(ask("GET", "/broken.ipynb")) == (400, "InvalidContent")
    assert await refusal(ask("GET", "/a.txt?type=directory")) == (400, "InvalidContent")
    assert await refusal(ask("GET", "/none.txt")) == (404, "FileMissing")


async def test_files_and_folders_are_made_changed_moved_and_removed(
    ask: Fetch, volume: Path
) -> None:
    revisions = []

    async def change(*request: Any) -> Any:
        revisions.append(ModelStore(volume).revision())
        return await ask(*request)

    folder = await change("POST", "", {"type": "directory"})
    assert (folder["name"], folder["type"]) == ("Untitled Folder", "directory")
    await change("PATCH", "/Untitled%20Folder", {"path": "data"})
    await change("PUT", "/data/a%20b%23%3F.txt", text("one"))
    saved = await change("PUT", "/data/a%20b%23%3F.txt", text("two"))
    assert (saved["path"], saved["content"]) == ("data/a b#?.txt", None)
    assert (volume / "data" / "a b#?.txt").read_text() == "two"
    await change("PUT", "/data", {"type": "directory"})
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")])
    await change(
        "PUT", "/data/n.ipynb", {"type": "notebook", "format": "json", "content": notebook}
    )
    copied = await change("POST", "/data", {"copy_from": "data/n.ipynb"})
    assert copied["path"] == "data/n-Copy1.ipynb"
    await change("PATCH", "/data/a%20b%23%3F.txt", {"path": "moved.txt"})
    assert (volume / "moved.txt").read_text() == "two"
    taken = ask("PATCH", "/moved.txt", {"path": "data/n.ipynb"})
    assert await refusal(taken) == (409, "FileTaken")
    assert await refusal(ask("PUT", "/data", text("x"))) == (409, "FileTaken")
    assert await refusal(ask("PUT", "/moved.txt", {"type": "directory"})) == (409, "FileTaken")
    assert await change("DELETE", "/data") is None
    assert await change("DELETE", "/moved.txt") is None
    assert await refusal(ask("DELETE", "/moved.txt")) == (404, "FileMissing")
    assert await refusal(ask("PUT", "/none/a.txt", text("x"))) == (404, "FileMissing")
    assert [path.name for path in volume.glob("[!.]*")] == []
    assert os.listdir(volume / ".staging") == []
    # Each was a change of the volume, which its followers see.
    assert len({*revisions, ModelStore(volume).revision()}) == len(revisions) + 1


async def test_published_versions_stay_as_they_are(ask: Fetch, volume: Path) -> None:
    publish(volume)
    (volume / "a.txt").write_text("x")
    before = sorted(path for path in volume.rglob("*") if ".staging" not in path.parts)
    old = (volume / "m" / "1" / "model.joblib").read_bytes()
    for request in (
        ("PUT", "/m/1/model.joblib", text("x")),
        ("PUT", "/m/1/new.txt", text("x")),
        ("PUT", "/m/1/new.txt", {**text("eA=="), "format": "base64", "chunk": 1}),
        ("PUT", "/m/1/sub", {"type": "directory"}),
        ("PATCH", "/m/1/model.joblib", {"path": "m/1/other.joblib"}),
        ("PATCH", "/m/1/model.joblib", {"path": "other.joblib"}),
        ("PATCH", "/a.txt", {"path": "m/1/a.txt"}),
        ("PATCH", "/m/1", {"path": "m/2"}),
        ("PATCH", "/m", {"path": "n"}),
        ("POST", "/m/1", {"type": "file"}),
        ("POST", "/m/1", {"copy_from": "a.txt"}),
        ("DELETE", "/m/1/model.joblib"),
        ("DELETE", "/m/1"),
        ("DELETE", "/m"),
    ):
        assert await refusal(ask(*request)) == (409, "PublishedFiles"), request
    assert sorted(path for path in volume.rglob("*") if ".staging" not in path.parts) == before
    assert (volume / "m" / "1" / "model.joblib").read_bytes() == old
    # Beside them there is room for others.
    assert (await ask("PUT", "/m/notes.md", text("x")))["path"] == "m/notes.md"


async def test_a_large_file_appears_when_it_is_whole(ask: Fetch, volume: Path) -> None:
    def part(chunk: int, data: bytes) -> dict[str, Any]:
        content = base64.b64encode(data).decode()
        return {"type": "file", "format": "base64", "content": content, "chunk": chunk}

    (volume / "big.bin").write_bytes(b"old")
    pieces = [os.urandom(1 << 20) for _ in range(3)]
    for number, piece in enumerate(pieces[:2], 1):
        model = await ask("PUT", "/big.bin", part(number, piece))
        assert model["size"] == number << 20
        assert (volume / "big.bin").read_bytes() == b"old"
    # It is begun anew, and a part that does not follow is refused.
    await ask("PUT", "/big.bin", part(1, pieces[0]))
    out_of_order = ask("PUT", "/big.bin", part(3, pieces[2]))
    assert await refusal(out_of_order) == (409, "UploadInterrupted")
    await ask("PUT", "/big.bin", part(2, pieces[1]))
    model = await ask("PUT", "/big.bin", part(-1, pieces[2]))
    assert model["size"] == 3 << 20
    assert (volume / "big.bin").read_bytes() == b"".join(pieces)
    assert os.stat(volume / "big.bin").st_mode & 0o777 == 0o644
    assert await refusal(ask("PUT", "/big.bin", part(-1, b"x"))) == (409, "UploadInterrupted")
    assert os.listdir(volume / ".staging") == []


@pytest.mark.parametrize(
    "path",
    [
        *("/..", "/../x", "/m/../../x", "/%2e%2e/x", "/..%2fx", "/m%2f..%2f..%2fx"),
        *("/.staging", "/.revision", "/m/.card/card.json", "/m/1/.card", "/.hidden"),
        *("/a%00b", "/a%0ab", "/out/passwd", "/out", "/" + "x" * 300),
    ],
)
async def test_no_path_leads_out_or_to_what_is_hidden(
    ask: Fetch, download: Fetch, volume: Path, path: str
) -> None:
    publish(volume)
    outside = volume.parent / "outside"
    outside.mkdir()
    (outside / "passwd").write_text("x")
    (volume / "out").symlink_to(outside, target_is_directory=True)

    def seen() -> list[Path]:
        paths = [*volume.rglob("*"), *outside.rglob("*"), *volume.parent.glob("*")]
        return sorted(path for path in paths if ".staging" not in path.parts)

    before = seen()
    for request in (
        ("GET", path),
        ("GET", path + "/checkpoints"),
        ("PUT", path, text("x")),
        ("PUT", path, {"type": "directory"}),
        ("PUT", path + "/y", text("x")),
        ("POST", path, {"type": "file"}),
        ("PATCH", path, {"path": "z"}),
        ("POST", path + "/checkpoints", {}),
        ("POST", path + "/checkpoints/checkpoint", {}),
        ("POST", path + "/trust", {}),
    ):
        if path == "/out" and request[0] in ("PUT", "PATCH"):
            continue  # The link itself may be replaced or moved, which touches nothing outside.
        with pytest.raises(HTTPClientError) as caught:
            await ask(*request)
        assert caught.value.code in (400, 404), request
    with pytest.raises(HTTPClientError) as caught:
        await download(path)
    assert caught.value.code in (400, 404)
    for body in ({"path": path}, {"path": "/x" + path}):
        with pytest.raises(HTTPClientError):
            await ask("PATCH", "/m/1/model.joblib", body)
    assert seen() == before


async def test_a_link_is_removed_and_not_what_it_leads_to(ask: Fetch, volume: Path) -> None:
    (volume.parent / "x").write_text("outside")
    (volume / "out").symlink_to(volume.parent, target_is_directory=True)
    (volume / "link").symlink_to(volume.parent / "x")
    assert await refusal(ask("GET", "/link")) == (400, "UnsafePath")
    await ask("PUT", "/link", text("inside"))
    assert (volume / "link").read_text() == "inside"
    await ask("DELETE", "/out")
    assert (volume.parent / "x").read_text() == "outside"


async def test_checkpoints_are_kept_elsewhere(ask: Fetch, volume: Path) -> None:
    (volume / "data").mkdir()
    await ask("PUT", "/data/a.txt", text("one"))
    made = await ask("POST", "/data/a.txt/checkpoints", {})
    await ask("PUT", "/data/a.txt", text("two"))
    listed = await ask("GET", "/data/a.txt/checkpoints")
    assert [entry["id"] for entry in listed] == [made["id"]]
    await ask("POST", f"/data/a.txt/checkpoints/{made['id']}", {})
    assert (volume / "data" / "a.txt").read_text() == "one"
    await ask("DELETE", f"/data/a.txt/checkpoints/{made['id']}")
    assert await ask("GET", "/data/a.txt/checkpoints") == []
    assert os.listdir(volume / "data") == ["a.txt"]


async def test_a_file_is_downloaded_and_never_shown(
    download: Fetch, volume: Path, jp_serverapp: Any
) -> None:
    data = os.urandom(5 << 20)
    (volume / "dir").mkdir()
    (volume / "dir" / "ä b#.html").write_bytes(data)
    response = await download("/dir/" + quote("ä b#.html"))
    assert response.body == data
    assert response.headers["Content-Type"] == "application/octet-stream"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    disposition = "attachment; filename*=UTF-8''%C3%A4%20b%23.html"
    assert response.headers["Content-Disposition"] == disposition
    for path, code in (("/dir", 400), ("/none", 404), ("/", 404)):
        with pytest.raises(HTTPClientError) as caught:
            await download(path)
        assert caught.value.code == code
    token = jp_serverapp.identity_provider.token
    login = await download(f"/dir/{quote('ä b#.html')}?token={token}", Accept="*/*")
    cookies = [c.partition(";")[0] for c in login.headers.get_list("Set-Cookie")]
    with pytest.raises(HTTPClientError) as caught:
        # A picture or a script on another page would bring the cookie, and no more.
        await download("/dir/" + quote("ä b#.html"), Cookie="; ".join(cookies))
    assert caught.value.code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"type": "file", "content": "x"},
        {"type": "file", "format": "base64", "content": "x"},
        {"type": "file", "format": "base64", "content": "€"},
        {"type": "file", "format": "text", "content": 1},
        {"type": "directory", "format": "json", "chunk": 1, "path": ".x"},
        {"type": "file", "format": "base64", "content": "", "chunk": "1"},
        {"format": "text", "content": "x", "type": "notebook", "chunk": 1},
    ],
)
async def test_what_is_no_content_changes_nothing(ask: Fetch, volume: Path, body: Any) -> None:
    code, _ = await refusal(ask("PUT", "/a.txt", body))
    assert code == 400
    assert list(volume.glob("[!.]*")) == []


async def test_without_the_volume_it_is_said(ask: Fetch, volume: Path) -> None:
    volume.rmdir()
    assert await refusal(ask("GET", "")) == (503, "VolumeMissing")
    assert await refusal(ask("PUT", "/a.txt", text("x"))) == (503, "VolumeMissing")


def test_a_full_volume_leaves_no_part_of_a_file(volume: Path) -> None:
    script = """
import os, sys
from jupyterlab_kserve.files.tree import FileTree
from jupyterlab_kserve.volume import Volume
tree = FileTree(Volume(sys.argv[1]))
tree.write("a.bin", b"small")
tree.write_chunk("b.bin", 1, bytes(500_000))
for act in (lambda: tree.write("a.bin", bytes(1 << 21)),
            lambda: tree.write_chunk("b.bin", 2, bytes(1 << 21))):
    try:
        act()
    except OSError as error:
        print(error.reason)
print(tree.read("a.bin"), os.listdir(sys.argv[1] + "/.staging"), len(tree.entries("")))
"""
    said = run_with_mount(f"mount -t tmpfs -o size=1m tmpfs {volume}", volume, script)
    assert said.splitlines() == ["VolumeFull", "VolumeFull", "b'small' [] 1"]
