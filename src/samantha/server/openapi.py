"""What the plain paths are, as OpenAPI 3.1: read off the paths themselves."""

import re
from collections.abc import Sequence
from typing import Any, Final

import msgspec

from samantha import __version__
from samantha.server.paths import Failure, Nothing, Path

_REFERENCE: Final = "#/components/schemas/{name}"


def described(paths: Sequence[Path]) -> dict[str, Any]:
    """The document for `paths`."""
    types = [Failure, *(kind for each in paths for kind in (each.query, each.body, each.answer))]
    structs = [each for each in dict.fromkeys(types) if each not in (Nothing, bytes)]
    schemas, components = msgspec.json.schema_components(structs, ref_template=_REFERENCE)
    refers = dict(zip(structs, schemas, strict=True))
    tree: dict[str, dict[str, Any]] = {}
    for each in paths:
        tree.setdefault(each.path, {})[each.method.lower()] = _operation(each, refers, components)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Samantha", "version": __version__},
        "paths": tree,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _operation(path: Path, refers: dict[Any, Any], components: dict[str, Any]) -> dict[str, Any]:
    failure = {"description": "Why not", "content": _json(refers[Failure])}
    responses: dict[str, Any] = {"default": failure}
    if path.answer is not Nothing:
        responses["200"] = {"description": "Done", "content": _json(refers[path.answer])}
    elif path.media != "application/json":
        responses["200"] = {"description": "Done", "content": {path.media: {}}}
    else:
        responses["204"] = {"description": "Done"}
    operation: dict[str, Any] = {
        "summary": path.summary,
        "parameters": [*_in_path(path), *_in_query(path, components)],
        "responses": responses,
        "security": [] if path.is_open else [{"token": []}],
    }
    if path.body is bytes:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {}}}
    elif path.body is not Nothing:
        operation["requestBody"] = {"required": True, "content": _json(refers[path.body])}
    return operation


def _in_path(path: Path) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", path.path)
    ]


def _in_query(path: Path, components: dict[str, Any]) -> list[dict[str, Any]]:
    if path.query is Nothing:
        return []
    fields: dict[str, Any] = components[path.query.__name__].get("properties", {})
    return [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in fields.items()
    ]


def _json(schema: object) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}
