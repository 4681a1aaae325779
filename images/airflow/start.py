"""Runs a component of Airflow once the database has the schema of this image. Usage: start.py COMPONENT [ARGUMENT…]

airflow-init makes that schema; on another one a component would end with an error, again and again.
"""

import os
import sys
import time

import psycopg2
from database import connect, found, wanted

DEADLINE = 600  # seconds; then the container ends and Swarm starts another


def missing() -> str:
    """Why a component cannot start yet; empty when it can."""
    try:
        connection = connect()
        for table, revision in wanted().items():
            present = found(connection, table)
            if present != revision:
                return f"{table} is at {present}, this image needs {revision}; airflow-init migrates it"
    except psycopg2.OperationalError as error:
        return str(error).strip().splitlines()[0]
    return ""


def main() -> None:
    """Waits, then becomes Airflow."""
    end, said = time.monotonic() + DEADLINE, ""
    while reason := missing():
        if reason != said:
            print(f"waiting for the database: {reason}", flush=True)
            said = reason
        if time.monotonic() > end:
            sys.exit(f"Cannot start {sys.argv[1]}: after {DEADLINE} s still {reason}. See the log of airflow-init.")
        time.sleep(1)
    os.execvp("airflow", ["airflow", *sys.argv[1:]])  # noqa: S606, S607 - the venv comes first in PATH


main()
