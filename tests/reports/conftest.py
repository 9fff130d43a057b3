from tests.metrics.conftest import national, national_store, spec

__all__ = ["national", "national_store", "spec"]
