"""The content of the sample organization, Northwind Academy: a folder of content files like ``sql/seeds/content``."""

from pathlib import Path

CONTENT = Path(__file__).parent
