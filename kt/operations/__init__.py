"""Deeds: one function is one intention, one transaction, one audit entry."""
