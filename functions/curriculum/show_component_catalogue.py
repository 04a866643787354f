"""Show the components that designs consist of, with the figures they are graded by, and the kinds of test.

A level's `requirements` name the version that it is graded with. A version stays as it is; changed figures make a new
one.
"""

from progressive_flow.grading.system_design import catalogue_service as service
from progressive_flow.grading.system_design.catalogue_models import CatalogueVersion, ComponentCatalogue
from progressive_flow.kernel.http.endpoint import Principal, get


@get("/v1/component-catalogue", capabilities=(), refusals=(404,))
def handler(principal: Principal, version: CatalogueVersion | None = None) -> ComponentCatalogue:
    del principal  # everybody sees the same
    return service.show_catalogue(version)
