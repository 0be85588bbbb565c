"""TLS of a client: settings whose sockets are closed whatever happens while they are made."""

from __future__ import annotations

import errno
import ssl
from typing import Any


class ClosingSocket(ssl.SSLSocket):
    """A TLS socket that is closed when the other side has reset the connection before TLS began.

    The standard library asks for the peer before it takes care of the descriptor, and then drops the open socket.
    """

    def getpeername(self) -> Any:  # noqa: ANN401  # as the standard library has it
        """The other side's address.

        Raises:
            ConnectionResetError: there is none any more; the socket is closed.
        """
        try:
            return super().getpeername()
        except OSError as error:
            self.close()
            raise ConnectionResetError(errno.ECONNRESET, "Connection reset by peer") from error


def client_context(ca_file: str | None) -> ssl.SSLContext:
    """The standard library's settings for a client; trusts its certificates, or those of a file.

    Raises:
        OSError: the file cannot be read or holds no certificate.
    """
    context = ssl.create_default_context(cafile=ca_file or None)
    context.sslsocket_class = ClosingSocket
    return context
