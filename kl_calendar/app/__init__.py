"""Joins the steps; no logic of its own. One module a job: convert, build, …"""
