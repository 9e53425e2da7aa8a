"""Designing a rollout, step by step."""

from .doors import views

__all__ = ["views"]
