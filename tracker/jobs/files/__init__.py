"""Files: contents that people send, each kept once under its SHA-256; read by whoever may read what they belong to."""
