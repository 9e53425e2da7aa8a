"""Answers for screens: joined, counted, ready to show; they never write."""
