"""The words of programmes, one TOML file a language: a new one needs its code in `cldr` and no other Python.

A list holds words or phrases in lower case; `*` at an end stands for any ending (`pause*`) or beginning (`*pause`).
"""
