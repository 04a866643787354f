"""TLS before a PostgreSQL that has none: certificates made up here, and a relay that ends TLS as a server would."""

import datetime as dt
import ipaddress
import select
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SSL_REQUEST = bytes.fromhex("0000000804d2162f")


def certify(folder: Path, name: str) -> Path:
    """Write a certificate that signs itself, for a host name or address, and its key; return the file of both."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    by_address = name[0].isdigit()
    alternative = x509.IPAddress(ipaddress.ip_address(name)) if by_address else x509.DNSName(name)
    now = dt.datetime.now(dt.UTC)
    built = x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
    built = built.not_valid_before(now - dt.timedelta(days=1)).not_valid_after(now + dt.timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
    built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    file = folder / f"{name}.pem"
    held = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(held + built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    return file


@contextmanager
def relay(certificate: Path, host: str, port: int) -> Iterator[int]:
    """Take TLS connections as PostgreSQL does, pass what they say on to a server; yield the port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, context, (host, port)), daemon=True).start()
        yield listener.getsockname()[1]
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def _accept(listener: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    with suppress(OSError):
        while True:
            client, _ = listener.accept()
            threading.Thread(target=_serve, args=(client, context, target), daemon=True).start()


def _serve(client: socket.socket, context: ssl.SSLContext, target: tuple[str, int]) -> None:
    with client, suppress(OSError):
        if client.recv(8) != SSL_REQUEST:
            return
        client.sendall(b"S")
        with context.wrap_socket(client, server_side=True) as inside, socket.create_connection(target) as server:
            _exchange(inside, server)


def _exchange(inside: ssl.SSLSocket, server: socket.socket) -> None:
    """Pass on what either side says until one hangs up, in one thread: a TLS socket is not for two at once."""
    while True:
        # what TLS has read ahead is nothing that the system would report
        ready = [inside] if inside.pending() else select.select([inside, server], [], [])[0]
        for source in ready:
            data = source.recv(65536)
            if not data:
                return
            (server if source is inside else inside).sendall(data)
