"""Identifiers for Microsoft Presidio, a subpackage a country."""
