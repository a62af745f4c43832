"""The JSON of a keras model -> a graph of its layers; models within models are scopes. Reads keras 2 and 3."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tbtui.model.graph import Attribute, Graph, GraphKind, Node, Shape
from tbtui.parsing.graph_builder import GraphBuilder, GraphError
from tbtui.parsing.keras_layers import layer_parameters
from tbtui.parsing.keras_shapes import as_shape, output_shape

_LARGEST_MODEL: Final = 1 << 24
_DEEPEST: Final = 20
_LONGEST_TEXT: Final = 300
# What the JSON says of a layer that the graph shows elsewhere, or that is no property of the layer.
_SHOWN_ELSEWHERE: Final = frozenset({"name", "layers", "input_layers", "output_layers", "dtype"})


def parse_keras_model(data: bytes) -> Graph:
    """The layers of a model as nodes; GraphError where the JSON is broken or describes no model."""
    if len(data) > _LARGEST_MODEL:
        raise GraphError(f"a model description of {len(data):,} bytes is too large to be shown")
    try:
        model = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise GraphError(f"the description of a keras model is no JSON: {error}") from None
    if not isinstance(model, dict) or "class_name" not in model:
        raise GraphError("the JSON describes no keras model: it names no class")
    builder = GraphBuilder()
    _Layers(builder).add_model(model, "", [], 0)
    return builder.graph(GraphKind.KERAS, size=len(data))


class _Layers:
    """Adds layers; what feeds a layer is told by the names of the nodes that do."""

    def __init__(self, builder: GraphBuilder) -> None:
        self.builder = builder
        self.shapes: dict[str, Shape] = {}

    def add_model(self, model: Mapping[str, Any], scope: str, feeds: Sequence[str], depth: int) -> list[str]:
        """Add a model below a scope; its inputs are fed by ``feeds``. The nodes that are its outputs."""
        config = model.get("config")
        layers = config if isinstance(config, list) else _get(config, "layers")
        name = _name_of(model) or str(model.get("class_name"))
        if not isinstance(layers, list) or depth > _DEEPEST:
            return [self._add_layer(model, scope + name, feeds)]
        inside = f"{scope}{name}/"
        layers = [layer for layer in layers if isinstance(layer, dict)]
        if any("inbound_nodes" in layer for layer in layers):
            return self._add_functional(config, layers, inside, feeds, depth)
        for layer in layers:
            feeds = self.add_model(layer, inside, feeds, depth + 1)
        return list(feeds)

    def _add_functional(
        self, config: Any, layers: Sequence[Mapping[str, Any]], inside: str, feeds: Sequence[str], depth: int
    ) -> list[str]:
        """A model whose layers tell what feeds them. Layers may stand before those that feed them."""
        outputs: dict[str, list[str]] = {}
        inputs = list(_histories(_get(config, "input_layers")))
        for layer in layers:
            name = _name_of(layer)
            own = list(dict.fromkeys(_histories(layer.get("inbound_nodes"))))
            fed = [one for source in own for one in outputs.get(source, [f"{inside}{source}"])]
            if name in inputs:
                place = inputs.index(name)
                fed = list(feeds[place : place + 1] if len(inputs) > 1 else feeds)
            outputs[name] = self.add_model(layer, inside, fed, depth + 1)
        found = [one for name in _histories(_get(config, "output_layers")) for one in outputs.get(name, ())]
        last = list(outputs.values())[-1:]
        return list(dict.fromkeys(found or [one for ends in last for one in ends]))

    def _add_layer(self, layer: Mapping[str, Any], name: str, feeds: Sequence[str]) -> str:
        """A layer, or a model of which the JSON tells no layers."""
        kind, config = str(layer.get("class_name")), layer.get("config")
        config = config if isinstance(config, dict) else {}
        given = _get(layer.get("build_config"), "input_shape") or config.get("batch_input_shape")
        entering = as_shape(given) or next((self.shapes[one] for one in feeds if one in self.shapes), None)
        leaving = output_shape(kind, config, entering)
        if leaving is not None:
            self.shapes[name] = leaving
        node = Node(
            name,
            kind,
            dtype=_dtype(config.get("dtype")),
            shapes=() if leaving is None else (leaving,),
            attributes=_attributes(config, entering),
            parameters=layer_parameters(kind, config, entering),
        )
        self.builder.add(node, feeds)
        return name


def _get(config: Any, name: str) -> Any:
    return config.get(name) if isinstance(config, dict) else None


def _name_of(layer: Mapping[str, Any]) -> str:
    name = _get(layer.get("config"), "name") or layer.get("name")
    return name if isinstance(name, str) else ""


def _histories(written: Any) -> Iterator[str]:
    """The names of layers in whatever is nested there: [name, node, tensor] in keras 2, keras_history in keras 3."""
    waiting = [written]
    while waiting:
        item = waiting.pop()
        if isinstance(item, dict):
            waiting += [value for key, value in reversed(item.items()) if key != "shape"]
        elif isinstance(item, list):
            if len(item) >= 3 and isinstance(item[0], str) and all(type(one) is int for one in item[1:3]):
                yield item[0]
            else:
                waiting += reversed(item)


def _dtype(dtype: Any) -> str:
    """A dtype, or the policy that holds one."""
    name = _get(_get(dtype, "config"), "name") or dtype
    return name if isinstance(name, str) else ""


def _attributes(config: Mapping[str, Any], entering: Shape) -> tuple[Attribute, ...]:
    told = {key: _text(value) for key, value in config.items() if key not in _SHOWN_ELSEWHERE}
    if entering is not None:
        told["input_shape"] = _text([None if size < 0 else size for size in entering])
    return tuple(Attribute(str(key), words) for key, words in told.items() if words)


def _text(value: Any) -> str:
    """A value of the JSON in short: an object by its class."""
    if value is None:
        return ""
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return str(value["class_name"])
    words = value if isinstance(value, str) else json.dumps(value)
    return words.replace("null", "?")[:_LONGEST_TEXT]
