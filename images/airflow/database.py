"""Airflow's database seen without Airflow, which takes seconds to import."""

from pathlib import Path

import psycopg2
import psycopg2.extensions

REVISIONS = Path("/opt/airflow/revisions")


def connect() -> psycopg2.extensions.connection:
    """A connection; psycopg2.OperationalError within 5 s when there is none to be had."""
    password = Path("/run/secrets/airflow_postgres_password").read_text().strip()
    connection = psycopg2.connect(
        host="airflow-postgres", dbname="airflow", user="airflow", password=password, connect_timeout=5
    )
    connection.autocommit = True
    return connection


def wanted() -> dict[str, str]:
    """The schema revisions of this image, by the table that holds them."""
    return dict(line.split() for line in REVISIONS.read_text().splitlines())


def found(connection: psycopg2.extensions.connection, table: str) -> str | None:
    """The revision the database has; None before the first migration."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", (table,))
        if not cursor.fetchone()[0]:
            return None
        cursor.execute(f"SELECT version_num FROM {table}")  # noqa: S608 - a name from this image
        row = cursor.fetchone()
        return row[0] if row else None
