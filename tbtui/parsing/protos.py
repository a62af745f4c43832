"""The protobuf messages of event files, declared in a descriptor pool of our own.

A second ``tensorboard.Event`` in the default pool is a hard error when torch or tensorboard is imported in the same
process, so nothing here touches the default pool. Every string is declared as ``bytes``: a proto3 string with invalid
UTF-8 makes the parser refuse the whole event, and logs do hold such tags.

The numbers are those of event.proto, summary.proto, tensor.proto, graph.proto and of the plugins' own files in
TensorBoard. Fields that tbtui never looks at are left out: the wire format skips them.

The nodes of a graph, its functions and the attributes of a node are declared as bytes too: a broken node loses no
other, and attributes, of which most are the same in hundreds of nodes, are decoded once.
"""

from __future__ import annotations

from typing import Any, Final

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

PACKAGE: Final = "tbtui"

# One line a message: "name: number field type, ...". A type is a scalar type or a message name; "*" after it repeats
# the field, "?" puts it into the message's one oneof, "{}" makes it a map from bytes to that type.
_SCHEMA: Final = """
Event: 1 wall_time double, 2 step int64, 3 file_version bytes?, 4 graph_def bytes?, 5 summary Summary?,
    6 log_message LogMessage?, 7 session_log SessionLog?, 8 tagged_run_metadata TaggedRunMetadata?,
    9 meta_graph_def bytes?, 10 source_metadata SourceMetadata
SourceMetadata: 1 writer bytes
LogMessage: 1 level int32, 2 message bytes
SessionLog: 1 status int32, 2 checkpoint_path bytes, 3 msg bytes
TaggedRunMetadata: 1 tag bytes, 2 run_metadata bytes
Summary: 1 value Value*
Value: 1 tag bytes, 2 simple_value float?, 3 obsolete_old_style_histogram bytes?, 4 image Image?, 5 histo Histogram?,
    6 audio Audio?, 7 node_name bytes, 8 tensor Tensor?, 9 metadata SummaryMetadata
SummaryMetadata: 1 plugin_data PluginData, 2 display_name bytes, 3 summary_description bytes, 4 data_class int32
PluginData: 1 plugin_name bytes, 2 content bytes
Image: 1 height int32, 2 width int32, 3 colorspace int32, 4 encoded_image_string bytes
Audio: 1 sample_rate float, 2 num_channels int64, 3 length_frames int64, 4 encoded_audio_string bytes,
    5 content_type bytes
Histogram: 1 min double, 2 max double, 3 num double, 4 sum double, 5 sum_squares double, 6 bucket_limit double*,
    7 bucket double*
Tensor: 1 dtype int32, 2 tensor_shape Shape, 4 tensor_content bytes, 5 float_val float*, 6 double_val double*,
    7 int_val int32*, 8 string_val bytes*, 9 scomplex_val float*, 10 int64_val int64*, 11 bool_val bool*,
    12 dcomplex_val double*, 13 half_val int32*, 16 uint32_val uint32*, 17 uint64_val uint64*
Shape: 2 dim Dim*, 3 unknown_rank bool
Dim: 1 size int64, 2 name bytes

GraphDef: 1 node bytes*, 2 library bytes
MetaGraphDef: 2 graph_def bytes, 4 collection_def Collection{}
Collection: 2 bytes_list BytesList
BytesList: 1 value bytes*
VariableDef: 1 variable_name bytes
RunMetadata: 1 step_stats bytes, 3 partition_graphs bytes*, 4 function_graphs FunctionGraphs*
FunctionGraphs: 1 partition_graphs bytes*, 2 pre_optimization_graph bytes, 3 post_optimization_graph bytes
StepStats: 1 dev_stats DeviceStats*
DeviceStats: 1 device bytes, 2 node_stats NodeStats*
NodeStats: 1 node_name bytes, 5 all_end_rel_micros int64, 6 memory AllocatorMemory*, 7 output NodeOutput*,
    8 timeline_label bytes
AllocatorMemory: 1 allocator_name bytes, 2 total_bytes int64, 3 peak_bytes int64
NodeOutput: 1 slot int32, 3 tensor_description TensorDescription
TensorDescription: 1 dtype int32, 2 shape Shape
Node: 1 name bytes, 2 op bytes, 3 input bytes*, 4 device bytes, 5 attr bytes*
NodeAttr: 1 key bytes, 2 value Attr
Attr: 1 list AttrList?, 2 s bytes?, 3 i int64?, 4 f float?, 5 b bool?, 6 type int32?, 7 shape Shape?, 8 tensor Tensor?,
    9 placeholder bytes?, 10 func NamedAttrs?
AttrList: 2 s bytes*, 3 i int64*, 4 f float*, 5 b bool*, 6 type int32*, 7 shape Shape*, 8 tensor Tensor*,
    9 func NamedAttrs*
NamedAttrs: 1 name bytes, 2 attr Attr{}
FunctionLibrary: 1 function bytes*
Function: 1 signature OpDef, 3 node_def bytes*, 4 ret bytes{}
OpDef: 1 name bytes, 2 input_arg ArgDef*, 3 output_arg ArgDef*
ArgDef: 1 name bytes, 2 description bytes, 3 type int32, 4 type_attr bytes

HParamsPluginData: 1 version int32, 2 experiment Experiment?, 3 session_start_info SessionStartInfo?,
    4 session_end_info SessionEndInfo?
Experiment: 1 description bytes, 2 user bytes, 3 time_created_secs double, 4 hparam_infos HParamInfo*,
    5 metric_infos MetricInfo*, 6 name bytes
HParamInfo: 1 name bytes, 2 display_name bytes, 3 description bytes, 4 type int32, 5 domain_discrete ListValue?,
    6 domain_interval Interval?
Interval: 1 min_value double, 2 max_value double
MetricInfo: 1 name MetricName, 3 display_name bytes, 4 description bytes, 5 dataset_type int32
MetricName: 1 group bytes, 2 tag bytes
SessionStartInfo: 1 hparams StructValue{}, 2 model_uri bytes, 3 monitor_url bytes, 4 group_name bytes,
    5 start_time_secs double
SessionEndInfo: 1 status int32, 2 end_time_secs double
StructValue: 1 null_value int32?, 2 number_value double?, 3 string_value bytes?, 4 bool_value bool?,
    5 struct_value Struct?, 6 list_value ListValue?
Struct: 1 fields StructValue{}
ListValue: 1 values StructValue*

MeshPluginData: 1 version int32, 2 name bytes, 3 content_type int32, 5 json_config bytes, 6 shape int32*,
    7 components uint32
PrCurvePluginData: 1 version int32, 2 num_thresholds uint32
AudioPluginData: 1 version int32, 2 encoding int32
Layout: 1 version int32, 2 category Category*
Category: 1 title bytes, 2 chart LayoutChart*, 3 closed bool
LayoutChart: 1 title bytes, 2 multiline Multiline?, 3 margin Margin?
Multiline: 1 tag bytes*
Margin: 1 series MarginSeries*
MarginSeries: 1 value bytes, 2 lower bytes, 3 upper bytes
ProjectorConfig: 1 model_checkpoint_path bytes, 2 embeddings Embedding*, 3 model_checkpoint_dir bytes
Embedding: 1 tensor_name bytes, 2 metadata_path bytes, 3 bookmarks_path bytes, 4 tensor_shape uint32*,
    5 sprite Sprite, 6 tensor_path bytes
Sprite: 1 image_path bytes, 2 single_image_dim uint32*
"""

_FIELD = descriptor_pb2.FieldDescriptorProto
_SCALARS: Final = {
    "double": _FIELD.TYPE_DOUBLE,
    "float": _FIELD.TYPE_FLOAT,
    "int32": _FIELD.TYPE_INT32,
    "int64": _FIELD.TYPE_INT64,
    "uint32": _FIELD.TYPE_UINT32,
    "uint64": _FIELD.TYPE_UINT64,
    "bool": _FIELD.TYPE_BOOL,
    "bytes": _FIELD.TYPE_BYTES,
}


def _set_type(field: _FIELD, type_name: str) -> None:
    if type_name in _SCALARS:
        field.type = _SCALARS[type_name]
    else:
        field.type = _FIELD.TYPE_MESSAGE
        field.type_name = f".{PACKAGE}.{type_name}"


def _add_map(message: descriptor_pb2.DescriptorProto, field: _FIELD, type_name: str) -> None:
    """A map is a repeated nested message of key and value; keys are bytes, which maps proper do not allow."""
    entry = message.nested_type.add(name=field.name.title() + "Entry")
    for number, name, kind in ((1, "key", "bytes"), (2, "value", type_name)):
        part = entry.field.add(name=name, number=number, label=_FIELD.LABEL_OPTIONAL)
        _set_type(part, kind)
    field.label = _FIELD.LABEL_REPEATED
    field.type = _FIELD.TYPE_MESSAGE
    field.type_name = f".{PACKAGE}.{message.name}.{entry.name}"


def _add_field(message: descriptor_pb2.DescriptorProto, declaration: str) -> None:
    number, name, type_name = declaration.split()
    field = message.field.add(name=name, number=int(number), label=_FIELD.LABEL_OPTIONAL)
    if type_name.endswith("{}"):
        _add_map(message, field, type_name[:-2])
        return
    if type_name.endswith("?"):
        if not message.oneof_decl:
            message.oneof_decl.add(name="what")
        field.oneof_index = 0
    if type_name.endswith("*"):
        field.label = _FIELD.LABEL_REPEATED
    _set_type(field, type_name.rstrip("*?"))


def _schema_file() -> descriptor_pb2.FileDescriptorProto:
    file = descriptor_pb2.FileDescriptorProto(name="tbtui/events.proto", package=PACKAGE, syntax="proto3")
    for line in _SCHEMA.replace("\n    ", " ").strip().splitlines():
        if line:
            name, _, fields = line.partition(":")
            message = file.message_type.add(name=name)
            for declaration in fields.split(","):
                _add_field(message, declaration.strip())
    return file


_pool = descriptor_pool.DescriptorPool()
_pool.AddSerializedFile(_schema_file().SerializeToString())


def message_class(name: str) -> Any:
    """The message class of that name in the table above; classes made at run time have no static type."""
    return message_factory.GetMessageClass(_pool.FindMessageTypeByName(f"{PACKAGE}.{name}"))


Event: Final = message_class("Event")
Summary: Final = message_class("Summary")
Tensor: Final = message_class("Tensor")
GraphDef: Final = message_class("GraphDef")
MetaGraphDef: Final = message_class("MetaGraphDef")
RunMetadata: Final = message_class("RunMetadata")
StepStats: Final = message_class("StepStats")
HParamsPluginData: Final = message_class("HParamsPluginData")
MeshPluginData: Final = message_class("MeshPluginData")
PrCurvePluginData: Final = message_class("PrCurvePluginData")
AudioPluginData: Final = message_class("AudioPluginData")
Layout: Final = message_class("Layout")
ProjectorConfig: Final = message_class("ProjectorConfig")
