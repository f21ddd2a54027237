"""The database's shape: one head in every room, and no change of a model without its migration."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

OURS = {config.label for config in apps.get_app_configs() if config.name.startswith("linli.")}


def test_every_room_has_one_head() -> None:
    loader = MigrationLoader(None)
    heads = {label: loader.graph.leaf_nodes(label) for label in OURS if label in loader.migrated_apps}
    assert {label: nodes for label, nodes in heads.items() if len(nodes) != 1} == {}


@pytest.mark.django_db
def test_every_change_of_a_model_has_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
