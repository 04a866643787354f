"""Logs and metrics, as JSON lines on standard output: Powertools' Logger, and its Metrics in CloudWatch's embedded format.

Every line carries the service and, during a request, its correlation id. `POWERTOOLS_LOG_LEVEL` sets the level and
`POWERTOOLS_LOGGER_SAMPLE_RATE` the share of functions that log at DEBUG. The X-Ray tracer is left out: it adds 190 ms to
a cold start.
"""

import logging
import sys
import threading
from collections.abc import Mapping
from typing import TextIO

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

SERVICE = "progressive-flow"
NAMESPACE = "ProgressiveFlow"
CALLER = 3  # frames up from `logging`, so that a line names the location of its caller


class _StandardOutput(logging.StreamHandler[TextIO]):
    """Writes to the standard output of the moment, which may be redirected after this module was imported."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stdout
        super().emit(record)


_logger = Logger(
    service=SERVICE, logger_handler=_StandardOutput(), json_default=str, utc=True, serialize_stacktrace=False
)
_emitters = threading.local()


def correlate(request_id: str | None) -> None:
    """Put the id of a request on every line until the next call; None takes it off."""
    if request_id is None:
        _logger.remove_keys(["correlation_id"])
    else:
        _logger.set_correlation_id(request_id)


def info(message: str, **fields: object) -> None:
    """Log a line for people who look closer."""
    _logger.info(message, extra=fields, stacklevel=CALLER)


def warning(message: str, **fields: object) -> None:
    """Log a refusal or a condition that somebody may have to look at."""
    _logger.warning(message, extra=fields, stacklevel=CALLER)


def error(message: str, **fields: object) -> None:
    """Log what a check found and somebody must look at, although nothing was raised."""
    _logger.error(message, extra=fields, stacklevel=CALLER)


def exception(raised: BaseException, **fields: object) -> None:
    """Log an unexpected exception with its stack."""
    _logger.error(str(raised) or type(raised).__name__, exc_info=raised, extra=fields, stacklevel=CALLER)


def metrics(dimensions: Mapping[str, str], values: Mapping[str, tuple[str, float]], **fields: object) -> None:
    """Emit metrics, each a CloudWatch unit and a value, under one set of dimensions; `fields` stand in the line as they are."""
    emitter = _emitter()
    try:
        for name, text in dimensions.items():
            emitter.add_dimension(name, text)
        for name, (unit, value) in values.items():
            emitter.add_metric(name, unit, value)
        for name, field in fields.items():
            emitter.add_metadata(name, field)
        emitter.flush_metrics()
    finally:
        emitter.clear_metrics()


def _emitter() -> AmazonCloudWatchEMFProvider:
    """Return this thread's emitter: making one costs as much as a line."""
    if (held := getattr(_emitters, "held", None)) is None:
        held = _emitters.held = AmazonCloudWatchEMFProvider(namespace=NAMESPACE)
    return held


def measured(
    message: str, dimensions: Mapping[str, str], values: Mapping[str, tuple[str, float]], **fields: object
) -> None:
    """Log what was done, with its metrics in the same line, which costs half of two lines."""
    ours = {"message": message, "level": "INFO", "service": SERVICE, "correlation_id": _logger.get_correlation_id()}
    metrics(dimensions, values, **{name: field for name, field in {**ours, **fields}.items() if field is not None})
