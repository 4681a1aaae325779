"""Brings Airflow's database to the schema of this image; makes the user admin with the secret's password.

Safe to repeat. Airflow is imported late: that takes seconds, and the wait for the database says more.
"""

import sys
import time
from pathlib import Path

import psycopg2
from database import connect

DEADLINE = 300  # seconds until Postgres must answer


def wait_for_database() -> None:
    """Returns once the database answers."""
    end = time.monotonic() + DEADLINE
    while error := trouble():
        if time.monotonic() > end:
            sys.exit(f"Cannot set up Airflow: no database after {DEADLINE} s: {error}. Look at airflow-postgres.")
        time.sleep(1)


def trouble() -> str:
    """Why the database does not answer; empty when it does."""
    try:
        connect().close()
    except psycopg2.OperationalError as error:
        return str(error).strip()
    return ""


def schema() -> None:
    """Migrates the database, or makes its tables."""
    from airflow.utils import db  # noqa: PLC0415

    db.upgradedb()


def admin() -> None:
    """Makes the user, or gives it the secret's password."""
    from airflow.providers.fab.auth_manager.cli_commands.utils import get_application_builder  # noqa: PLC0415

    password = Path("/run/secrets/airflow_password").read_text().strip()
    with get_application_builder() as builder:
        security = builder.sm
        user = security.find_user(username="admin")
        if user:
            done = security.reset_password(user.id, password)
        else:
            role = security.find_role("Admin")
            done = security.add_user("admin", "Lakeswarm", "Admin", "admin@lakeswarm.invalid", role, password)
        if not done:
            sys.exit("Cannot set up Airflow: the user admin was refused; the reason stands above.")


wait_for_database()
schema()
admin()
print("airflow-init: schema and user are as this image wants them")
