"""Runs an operation for CloudFormation: invokes its function, waits, and says how it went.

The operations themselves know nothing of CloudFormation. This one is outside the network, where it reaches Lambda and
the address that CloudFormation wants its answer at.
"""

import json
import urllib.request
from typing import Any

NOT_FOR_IT = {"Operation", "ServiceTimeout", "ServiceToken"}
MAX_REASON = 1000  # characters; CloudFormation takes answers of at most 4 kB


class OperationFailedError(Exception):
    """The operation's function raised; the message is its own."""


def handler(event: dict[str, Any], context: Any) -> None:  # noqa: ARG001 - the Lambda runtime's signature
    """Run the operation unless it is being removed; a failure fails the deploy, with the function's own words."""
    because = {key: value for key, value in event["ResourceProperties"].items() if key not in NOT_FOR_IT}
    name = event["ResourceProperties"]["Operation"]
    try:
        report = {} if event["RequestType"] == "Delete" else invoke(name, because)
    except Exception as error:  # noqa: BLE001 - untold, a failure keeps the deploy waiting for an hour
        _tell(event, {"Status": "FAILED", "Reason": f"{name}: {error}"[:MAX_REASON]})
    else:
        told = {key: value for key, value in report.items() if isinstance(value, str)}  # what a template may ask for
        _tell(event, {"Status": "SUCCESS", "Data": {**told, "Report": json.dumps(report)[:MAX_REASON]}})


def invoke(name: str, given: dict[str, Any]) -> dict[str, Any]:
    """Invoke a function with what it was `given` and return its report; raise what it raised."""
    import boto3  # noqa: PLC0415 - the runtime's own; nobody else has it at hand
    from botocore.config import Config  # noqa: PLC0415 - as above

    # a client's own retry would start a second run beside the first
    patient = Config(read_timeout=890, connect_timeout=5, retries={"total_max_attempts": 1})
    answer = boto3.client("lambda", config=patient).invoke(FunctionName=name, Payload=json.dumps(given).encode())
    told = json.loads(answer["Payload"].read() or b"null")
    if answer.get("FunctionError"):
        raise OperationFailedError(str((told or {}).get("errorMessage", told)))
    return told if isinstance(told, dict) else {}


def _tell(event: dict[str, Any], result: dict[str, Any]) -> None:
    same = {key: event[key] for key in ("StackId", "RequestId", "LogicalResourceId")}
    body = json.dumps({**same, **result, "PhysicalResourceId": event["ResourceProperties"]["Operation"]}).encode()
    request = urllib.request.Request(event["ResponseURL"], body, {"Content-Type": ""}, method="PUT")  # noqa: S310
    with urllib.request.urlopen(request, timeout=30):  # noqa: S310 - CloudFormation's own address
        pass
