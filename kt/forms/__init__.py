"""Text in, clean typed values or messages out: no database, no request."""
