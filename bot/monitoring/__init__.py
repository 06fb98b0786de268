"""Seeing it run: figures for Prometheus, whether all is well, a page that shows both, a signal that it is.

English, as in the logs: these are read by programs and by those who run them. No name, no chat, no words said.
"""
