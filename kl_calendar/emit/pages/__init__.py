"""Revisions and settings in, pages for people out (HTML bytes): Danish and English, readable without JavaScript.

`wording` writes dates and times, `views` makes what a template prints, `render` fills the templates. Every link is
relative but those that leave the site: subscribe links need an absolute address.
"""
