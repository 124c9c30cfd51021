"""Plugins have to be named in the root's conftest."""

pytest_plugins = ["pytest_jupyter.jupyter_server"]
