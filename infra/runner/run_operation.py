"""The function behind `Custom::Operation`: invokes an operation's function, waits, and reports the result to CloudFormation.

Operations themselves know nothing of CloudFormation. This function runs outside the VPC, where it reaches Lambda and the
presigned URL for CloudFormation's response.
"""

import json
import urllib.request
from typing import Any

RESERVED_PROPERTIES = {"Operation", "ServiceTimeout", "ServiceToken"}
MAX_REASON_LENGTH = 1000  # characters; CloudFormation accepts responses of at most 4 kB
READ_TIMEOUT = 890  # seconds, less than this function's own timeout


class OperationFailedError(Exception):
    """The operation's function raised an error, whose message this one has."""


def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - the Lambda runtime's signature
    """Run the operation, except on deletion; a failure fails the deploy with the operation's own message."""
    properties = event["ResourceProperties"]
    name = properties["Operation"]
    payload = {key: value for key, value in properties.items() if key not in RESERVED_PROPERTIES}
    try:
        report = {} if event["RequestType"] == "Delete" else invoke(name, payload)
    except Exception as error:  # noqa: BLE001 - without a response CloudFormation waits for an hour
        _respond(event, {"Status": "FAILED", "Reason": f"{name}: {error}"[:MAX_REASON_LENGTH]})
    else:
        attributes = {key: value for key, value in report.items() if isinstance(value, str)}  # for Fn::GetAtt
        data = {**attributes, "Report": json.dumps(report)[:MAX_REASON_LENGTH]}
        _respond(event, {"Status": "SUCCESS", "Data": data})


def invoke(name: str, payload: dict[str, Any]) -> dict[str, Any]:
    """Invoke a function and return its report; raise its error."""
    import boto3  # noqa: PLC0415 - provided by the Lambda runtime only
    from botocore.config import Config  # noqa: PLC0415 - as above

    # The client must not retry: a second run would start beside the first.
    config = Config(read_timeout=READ_TIMEOUT, connect_timeout=5, retries={"total_max_attempts": 1})
    response = boto3.client("lambda", config=config).invoke(FunctionName=name, Payload=json.dumps(payload).encode())
    result = json.loads(response["Payload"].read() or b"null")
    if response.get("FunctionError"):
        raise OperationFailedError(str((result or {}).get("errorMessage", result)))
    return result if isinstance(result, dict) else {}


def _respond(event: dict[str, Any], result: dict[str, Any]) -> None:
    request_ids = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    physical_id = {"PhysicalResourceId": event["ResourceProperties"]["Operation"]}
    body = json.dumps({**request_ids, **result, **physical_id}).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")  # noqa: S310
    with urllib.request.urlopen(request, timeout=30):  # noqa: S310 - CloudFormation's own URL
        pass
