"""A Jupyter server for the browser tests: under a base_url, with XSRF and authentication on."""

import os

c = get_config()  # noqa: F821  # the loader of configurations gives it

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["JUPYTERLAB_KSERVE_TEST_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.base_url = "/user/test/"
c.ServerApp.root_dir = os.environ["JUPYTERLAB_KSERVE_TEST_ROOT"]
c.IdentityProvider.token = "test"
c.ServerApp.jpserver_extensions = {
    "jupyterlab": True,
    "jupyterlab_kserve": os.environ["JUPYTERLAB_KSERVE_TEST_SERVER_HALF"] == "true",
}
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
