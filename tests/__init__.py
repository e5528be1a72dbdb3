"""Tests: fixtures, rules, laws, shape, and each part by itself."""
