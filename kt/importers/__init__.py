"""Files in, plain rows out: pure, no database."""
