"""The frozen values that cross from one step to the next; no behaviour beyond their own invariants.

`document` is what readers make, `meeting` what the parser makes of it, `problem` what it doubts, `revision` what
identity makes of that, `settings` what the workspace file says.
"""
