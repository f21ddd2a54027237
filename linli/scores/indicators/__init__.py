"""Indicators: formulas over counted measures, kept as data."""
