"""The component catalogue as learners read it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

CatalogueVersion = Annotated[int, Field(ge=1, le=2**31 - 1, description="The one there is if left out.", examples=[1])]


class ComponentType(BaseModel):
    """One type of component. Sizes are per unit."""

    type: str = Field(description="Name of the type, as in a design.")
    about: str = Field(description="What it is.")
    source: str = Field(description="Where its figures come from.")
    read_ms: float = Field(description="Work of a read.")
    write_ms: float = Field(description="Work of a write.")
    parallel: int = Field(description="Requests that a unit works on at once.")
    scv: float = Field(description="Variation of the work: 0 is constant, 1 exponential.")
    mb_per_s: float = Field(description="What one request moves, in MB/s.")
    memory_gb: float = Field(description="Memory of a unit, in GB.")
    storage_gb: float = Field(description="Storage of a unit, in GB.")
    max_hit: float = Field(description="Share that a copy of everything would answer.")
    replicated: bool = Field(description="Whether each replica holds all data and applies every write.")
    price: float = Field(description="US dollars a month for a unit of one instance.")
    availability: float = Field(description="Share of the time that an instance works.")
    copy_loss: float = Field(description="Chance that a copy of the data is destroyed within a year.")
    repair_hours: float = Field(description="Time to make a new copy.")
    connections: int = Field(description="Open connections that a unit holds.")
    spread: str = Field(description="What it survives by itself: `zone`, `region` or nothing.")
    max_units: int = Field(description="Units of the largest instance that can be had.")
    takes: list[str] = Field(
        description="Fields of a component of this type beside units and replicas; others are refused."
    )


class CatalogueConstant(BaseModel):
    """One figure that grades designs and belongs to no component."""

    name: str = Field(description="Its name, as the documentation of grading uses it.")
    value: float = Field(description="The figure.")
    unit: str = Field(description="Unit of the figure.")
    about: str = Field(description="What it says.")


class TestKind(BaseModel):
    """What a test may measure."""

    __test__ = False  # no test class, whatever a collector may think

    name: str = Field(description="Name of the kind, as in a test.")
    unit: str = Field(description="Unit of what it measures.")
    better: Literal["more", "less"] = Field(description="Whether more of it is better, or less.")
    default_target: float = Field(description="Value that earns all of the weight where the test names none.")
    default_floor: float = Field(description="Where partial credit begins.")


class ComponentCatalogue(BaseModel):
    """What designs are made of, and what tests measure of them."""

    version: int = Field(description="Version of the catalogue that is shown.")
    newest_version: int = Field(description="Newest version there is.")
    components: list[ComponentType] = Field(description="The types of component.")
    constants: list[CatalogueConstant] = Field(
        description="Figures of regions, faults, prices and limits, of no component."
    )
    test_kinds: list[TestKind] = Field(description="What tests can measure.")
