"""Import contracts of our own, for import-linter."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OwnPackageContract(Contract):
    """Modules with the name `module_name` are imported only by modules of their own package, and by tests."""

    module_name = fields.StringField()

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Collect every import from outside the package."""
        del verbose
        protected = [module for module in graph.modules if module.rpartition(".")[2] == str(self.module_name)]
        wrong = [
            (importer, module)
            for module in sorted(protected)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if importer.rpartition(".")[0] != module.rpartition(".")[0] and not importer.startswith("tests.")
        ]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print each import that breaks the contract."""
        for importer, module in check.metadata["wrong"]:
            output.print_error(f"{importer} imports {module}: call the service of its package instead")
