"""The formats an input can have besides the text of a page. Each module turns bytes into text or into a `Table`.

Which one reads a file is decided by what the file holds (`etl.formats.sniff`), never by what it is called.
"""
