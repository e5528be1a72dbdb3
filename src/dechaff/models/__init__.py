"""Fitted models: numbers learned from labelled pages, each file with its card beside it."""
