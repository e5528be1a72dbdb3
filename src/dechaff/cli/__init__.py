"""The command line: parses flags, calls the library, keeps the conventions of Unix."""
