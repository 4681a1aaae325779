"""Prints the address of Airflow's database. The password is quoted: people may put their own into .secrets/."""

from pathlib import Path
from urllib.parse import quote

password = Path("/run/secrets/airflow_postgres_password").read_text().strip()
# Airflow takes the output as it is, an end of line too.
print(f"postgresql+psycopg2://airflow:{quote(password, safe='')}@airflow-postgres:5432/airflow", end="")
