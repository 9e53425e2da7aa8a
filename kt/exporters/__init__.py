"""Rows → files: documents, tables. Pure, no database."""
