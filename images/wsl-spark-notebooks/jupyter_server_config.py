"""JupyterLab behind the gateway. The token comes from a file and stands in no environment, argument or log."""

from pathlib import Path

TOKEN = Path("/run/secrets/jupyterlab_token")
IDLE_KERNEL_SECONDS = 30 * 60


def token() -> str:
    """The token to log in with; refuses to start without one, for anybody could then run code here."""
    value = TOKEN.read_text(encoding="utf-8").strip() if TOKEN.is_file() else ""
    if not value:
        raise SystemExit(f"Cannot start JupyterLab: {TOKEN} is missing or empty. Deploy it with the secret jupyterlab_token.")
    return value


c = get_config()  # noqa: F821 (Jupyter defines it)
c.IdentityProvider.token = token()
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.port = 8888
c.ServerApp.port_retries = 0
c.ServerApp.open_browser = False
c.ServerApp.allow_remote_access = True
c.ServerApp.root_dir = "/home/spark/notebooks"
# The trash would be another folder of the same volume.
c.FileContentsManager.delete_to_trash = False

# A kernel nobody used ends, open page or not, and its Spark application with it.
c.MappingKernelManager.cull_idle_timeout = IDLE_KERNEL_SECONDS
c.MappingKernelManager.cull_interval = 60
c.MappingKernelManager.cull_connected = True
c.TerminalManager.cull_inactive_timeout = IDLE_KERNEL_SECONDS
c.TerminalManager.cull_interval = 60

# Asks nobody outside for news, updates or extensions.
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"
