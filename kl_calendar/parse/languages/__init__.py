"""The words of programmes, one TOML file a language: adding a language needs no Python.

A list holds words or phrases in lower case; `*` at an end stands for any ending (`pause*`) or beginning (`*pause`).
"""
