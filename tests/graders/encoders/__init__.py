from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]  # where other processes find the packages and the tests
