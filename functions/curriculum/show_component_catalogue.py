"""Show what designs are made of, with the figures they are judged by, and the kinds of test there are."""

from progressive_flow.content import catalogue_service as service
from progressive_flow.content.catalogue_models import CatalogueVersion, ComponentCatalogue
from progressive_flow.http import Learner, get


@get("/v1/component-catalogue", needs=(), refusals=(404,))
def handler(learner: Learner, version: CatalogueVersion | None = None) -> ComponentCatalogue:
    del learner  # everybody sees the same
    return service.show_catalogue(version)
