"""Files of rows: JSONL, CSV and Parquet, in and out."""
