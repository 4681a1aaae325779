"""Prints the schema revisions that this image's Airflow wants, one table a line. Run when the image is built."""

from pathlib import Path

import airflow
from airflow.providers.fab.auth_manager.models.db import FABDBManager
from alembic.script import ScriptDirectory

core = ScriptDirectory(str(Path(airflow.__file__).parent / "migrations"))
print("alembic_version", core.get_current_head())
print(FABDBManager.version_table_name, ScriptDirectory(FABDBManager.migration_dir).get_current_head())
