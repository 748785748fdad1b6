"""Everything that can go wrong and that a user can act on.

    CatalystAtlasError
    ├── UsageError              wrong words on the command line or in an address      exit code 2
    ├── SourceError             an input file or folder that cannot be used           exit code 1
    ├── BuildError              the new warehouse is not fit to be published          exit code 1
    ├── WarehouseError          a warehouse that is missing, busy or of another version  exit code 1
    └── RenderError             an image that cannot be drawn here                    exit code 1

Each message says what happened, where, and what to do.
"""

from __future__ import annotations


class CatalystAtlasError(Exception):
    exit_code = 1


class UsageError(CatalystAtlasError):
    exit_code = 2


class SourceError(CatalystAtlasError):
    pass


class BuildError(CatalystAtlasError):
    pass


class WarehouseError(CatalystAtlasError):
    pass


class RenderError(CatalystAtlasError):
    pass
