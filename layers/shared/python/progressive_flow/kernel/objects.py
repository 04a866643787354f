"""Objects in buckets: encrypted where they lie, read back in pieces."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from progressive_flow.kernel import aws

PIECE = 1 << 20
GZIP, JSON = "application/gzip", "application/json"


class NoObjectError(LookupError):
    """There is no such object."""


def put(bucket: str, key: str, body: bytes, kind: str = JSON) -> None:
    """Write an object whole."""
    aws.objects().put_object(Bucket=bucket, Key=key, Body=body, ContentType=kind, ServerSideEncryption="AES256")


def put_file(bucket: str, key: str, file: Path, kind: str = GZIP) -> None:
    """Write a file as an object, in one request: it is there whole or not at all."""
    with file.open("rb") as body:
        aws.objects().put_object(Bucket=bucket, Key=key, Body=body, ContentType=kind, ServerSideEncryption="AES256")


def copy(bucket: str, source: str, key: str, *, kind: str, disposition: str) -> None:
    """Copy an object within its bucket, with another type and disposition; a copy that is there already is replaced."""
    aws.patient_objects().copy_object(
        Bucket=bucket,
        Key=key,
        CopySource={"Bucket": bucket, "Key": source},
        MetadataDirective="REPLACE",
        ContentType=kind,
        ContentDisposition=disposition,
        CacheControl="private, max-age=900",
        ServerSideEncryption="AES256",
    )


def delete_many(bucket: str, keys: Sequence[str]) -> None:
    """Delete up to a thousand objects in one request; those that are not there are deleted already.

    Raises OSError if the bucket kept any of them.
    """
    if not keys:
        return
    objects: list[Any] = [{"Key": key} for key in keys]
    answer = aws.objects().delete_objects(Bucket=bucket, Delete={"Objects": objects, "Quiet": True})
    if kept := answer.get("Errors"):
        raise OSError(f"{bucket} kept {len(kept)} objects, the first as {kept[0].get('Code')}")


def delete(bucket: str, key: str) -> None:
    """Delete an object; one that is not there is deleted already."""
    aws.objects().delete_object(Bucket=bucket, Key=key)


def open_object(bucket: str, key: str) -> tuple[str, Iterator[bytes]]:
    """Return an object's type and its bytes in pieces."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - boto3's

    try:
        answer = aws.objects().get_object(Bucket=bucket, Key=key)
    except ClientError as error:
        if _code(error) in {"NoSuchKey", "404"}:
            raise NoObjectError(f"{bucket} holds no {key}") from error
        raise
    return answer["ContentType"], answer["Body"].iter_chunks(PIECE)


def pieces(bucket: str, key: str) -> Iterator[bytes]:
    """Yield an object's bytes."""
    yield from open_object(bucket, key)[1]


def get(bucket: str, key: str) -> bytes:
    """Return an object's bytes."""
    return b"".join(pieces(bucket, key))


def link(bucket: str, key: str, seconds: int, host: str | None = None) -> str:
    """Return an address that whoever has it may read the object at, for so long.

    `host` passes requests on to the bucket, and stands in the address in place of the bucket's, which is signed.
    """
    named = {"Bucket": bucket, "Key": key}
    address = aws.objects().generate_presigned_url("get_object", Params=named, ExpiresIn=seconds)
    return urlsplit(address)._replace(netloc=host).geturl() if host else address


def delete_all(bucket: str, prefix: str) -> int:
    """Delete every object whose key begins so; return how many."""
    deleted = 0
    for page in aws.objects().get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        keys = [entry["Key"] for entry in page.get("Contents", [])]
        delete_many(bucket, keys)
        deleted += len(keys)
    return deleted


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
