"""A Jupyter server for the browser tests: galata's recommended one, but as safe as users have it."""

import os
from importlib.util import find_spec

from jupyterlab.galata import configure_jupyter_server

c = get_config()  # noqa: F821  # the loader of configurations gives it

configure_jupyter_server(c)
c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["JUPYTERLAB_KSERVE_TEST_PORT"])
c.ServerApp.allow_root = True
c.ServerApp.root_dir = os.environ["JUPYTERLAB_KSERVE_TEST_ROOT"]
# Under a base_url, as behind a hub, with authentication and XSRF on: galata switches both off.
c.ServerApp.base_url = "/user/test/"
c.ServerApp.disable_check_xsrf = False
c.IdentityProvider.token = "test"
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True,
    # Where it is installed: the stage compat looks at it too.
    "notebook": find_spec("notebook") is not None,
    "jupyterlab_kserve": os.environ["JUPYTERLAB_KSERVE_TEST_SERVER_HALF"] == "true",
}
c.LabApp.workspaces_dir = os.environ["JUPYTERLAB_WORKSPACES_DIR"]
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
