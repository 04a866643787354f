"""Show the components that designs consist of, with the figures they are graded by, and the kinds of test.

`constants` are the figures that belong to no component. There is one version; changed figures make the next one, and
stored results stay as they are.
"""

from progressive_flow.grading.system_design import catalogue_service as service
from progressive_flow.grading.system_design.catalogue_models import CatalogueVersion, ComponentCatalogue
from progressive_flow.kernel.http.endpoint import Principal, get


@get("/v1/component-catalogue", capabilities=(), refusals=(404,))
def handler(principal: Principal, version: CatalogueVersion | None = None) -> ComponentCatalogue:
    del principal  # everybody sees the same
    return service.show_catalogue(version)
