"""Lakeswarm's Python jobs: `ingest` fills the bronze layer, `check` compares it with the API."""
