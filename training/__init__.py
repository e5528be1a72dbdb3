"""Fits the models that come with dechaff from labelled pages. Nothing here is needed at run time."""
