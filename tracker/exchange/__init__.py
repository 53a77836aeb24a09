"""Exchange: many rows at once: imports, exports, bulk edits, changes of wards."""
