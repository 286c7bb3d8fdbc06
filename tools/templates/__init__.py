"""The compiler of page templates: reading, where, writing, texts. tmpl2c.py is its command."""
