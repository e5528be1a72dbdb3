"""dechaff beside its peers on labelled pages: quality, speed, floors and the ceiling of its blocks."""
