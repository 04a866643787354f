"""The Lambda layers, as layer versions of each stack's own.

A layer version that one stack exports could not change while another stack imports it. The uploaded asset is the same.
"""

from __future__ import annotations

import platform

from aws_cdk import RemovalPolicy, Stack
from aws_cdk import aws_lambda as lambda_

from infra.delivery.assets import Assets

RUNTIME = lambda_.Runtime.PYTHON_3_14  # equals `bundle.PYTHON`: the newest that SnapStart and every wheel support
ARCHITECTURE = lambda_.Architecture.ARM_64
_ARCHITECTURES = {"arm64": lambda_.Architecture.ARM_64, "x86_64": lambda_.Architecture.X86_64}


def judge_architecture(setting: str | None) -> lambda_.Architecture:
    """Return the processor of functions that run learners' code: the setting, or that of the machine that built the images."""
    machine = {"aarch64": "arm64"}.get(platform.machine(), platform.machine())
    return _ARCHITECTURES[setting or machine]


class Layers:
    """The layer versions of one stack, each created at its first use."""

    def __init__(self, stack: Stack, assets: Assets) -> None:
        self._stack = stack
        self._assets = assets
        self._versions: dict[str, lambda_.LayerVersion] = {}

    def code(self, architecture: lambda_.Architecture = ARCHITECTURE) -> list[lambda_.ILayerVersion]:
        """Return what every function imports: third-party distributions and the shared code."""
        return [
            self._layer("Dependencies", self._assets.dependencies(architecture.name), architecture),
            self._layer("Shared", self._assets.shared(), architecture),
        ]

    def judge(self, architecture: lambda_.Architecture) -> lambda_.ILayerVersion:
        """Return what runs learners' code, for the functions that do."""
        return self._layer("Judge", self._assets.judge(architecture.name), architecture)

    def content(self) -> lambda_.ILayerVersion:
        """Return `sql/`, for functions that migrate the schema or load reference data."""
        return self._layer("Content", self._assets.content())

    def inspection(self) -> lambda_.ILayerVersion:
        """Return what opens uploads, for the one function that inspects them."""
        return self._layer("Inspection", self._assets.inspection())

    def _layer(
        self, part: str, code: lambda_.Code, architecture: lambda_.Architecture = ARCHITECTURE
    ) -> lambda_.LayerVersion:
        name = part if architecture.name == ARCHITECTURE.name else f"{part}{architecture.name.title().replace('_', '')}"
        if name not in self._versions:
            self._versions[name] = lambda_.LayerVersion(
                self._stack,
                f"{name}Layer",
                code=code,
                compatible_runtimes=[RUNTIME],
                compatible_architectures=[architecture],
                removal_policy=RemovalPolicy.DESTROY,  # functions keep running on a deleted layer version
            )
        return self._versions[name]
