package protojudge

import (
	"fmt"
	"slices"
	"strings"

	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"
	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/udmap/udmap/udm"
)

// schemaPackage holds every message, those of other packages too
// (google.type.LatLng): JSON does not show package names, and one file needs no
// order of imports.
const schemaPackage = "google.backstory"

// Root builds the descriptor of the schema's root message.
func Root(schema *udm.Schema) (protoreflect.MessageDescriptor, error) {
	builder := builder{
		schema:   schema,
		messages: make(map[string]*descriptorpb.DescriptorProto),
		file: &descriptorpb.FileDescriptorProto{
			Name:    new("udm.proto"),
			Package: new(schemaPackage),
			Syntax:  new("proto3"),
			Dependency: []string{
				durationpb.File_google_protobuf_duration_proto.Path(),
				structpb.File_google_protobuf_struct_proto.Path(),
				timestamppb.File_google_protobuf_timestamp_proto.Path(),
			},
		},
	}
	for _, message := range schema.Messages() {
		builder.addMessage(message)
	}
	for _, enum := range schema.Enums() {
		builder.addEnum(enum)
	}
	file, err := protodesc.NewFile(builder.file, protoregistry.GlobalFiles)
	if err != nil {
		return nil, fmt.Errorf("build the descriptor of the schema: %w", err)
	}
	return file.Messages().ByName(protoreflect.Name(localName(schema.Root().FullName))), nil
}

type builder struct {
	schema   *udm.Schema
	file     *descriptorpb.FileDescriptorProto
	messages map[string]*descriptorpb.DescriptorProto // by local name
}

// localName is a full name without its package and without the remark that
// the schema puts before the names that no .proto publishes:
// "(unpublished) UserAgentProto.Family" is UserAgentProto.Family.
func localName(fullName string) string {
	name := strings.TrimPrefix(fullName, "(unpublished) ")
	name = strings.TrimPrefix(name, schemaPackage+".")
	return strings.TrimPrefix(name, "google.type.")
}

// message returns the message of that local name, with the messages around it;
// it makes those that are new.
func (b *builder) message(name string) *descriptorpb.DescriptorProto {
	if message, ok := b.messages[name]; ok {
		return message
	}
	outer, own := cutLast(name)
	message := &descriptorpb.DescriptorProto{Name: new(own)}
	b.messages[name] = message
	if outer == "" {
		b.file.MessageType = append(b.file.MessageType, message)
	} else {
		around := b.message(outer)
		around.NestedType = append(around.NestedType, message)
	}
	return message
}

func cutLast(name string) (outer, own string) {
	if dot := strings.LastIndexByte(name, '.'); dot >= 0 {
		return name[:dot], name[dot+1:]
	}
	return "", name
}

func (b *builder) addMessage(source *udm.Message) {
	message := b.message(localName(source.FullName))
	for _, field := range source.Fields {
		message.Field = append(message.Field, b.field(message, field))
	}
	// Protobuf wants the oneofs that proto3 optional stands for after the
	// written ones.
	for position, field := range source.Fields {
		if field.Optional {
			message.Field[position].Proto3Optional = new(true)
			message.Field[position].OneofIndex = oneof(message, "_"+field.Name)
		}
	}
}

// oneof returns the index of a message's oneof, which it makes if it is new.
func oneof(message *descriptorpb.DescriptorProto, name string) *int32 {
	index := slices.IndexFunc(message.OneofDecl, func(known *descriptorpb.OneofDescriptorProto) bool {
		return known.GetName() == name
	})
	if index < 0 {
		index = len(message.OneofDecl)
		message.OneofDecl = append(message.OneofDecl, &descriptorpb.OneofDescriptorProto{Name: new(name)})
	}
	return new(int32(index))
}

func (b *builder) field(message *descriptorpb.DescriptorProto, source *udm.Field) *descriptorpb.FieldDescriptorProto {
	number := source.Number
	if number == 0 {
		number = source.Index + 1 // not published; JSON does not show it
	}
	field := &descriptorpb.FieldDescriptorProto{
		Name:   new(source.Name),
		Number: new(int32(number)),
		Label:  descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
	}
	if source.Repeated {
		field.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	}
	if source.Oneof != "" {
		field.OneofIndex = oneof(message, source.Oneof)
	}
	if source.Kind == udm.KindMap {
		b.addMap(message, field, source)
		return field
	}
	setType(field, source)
	return field
}

// addMap makes the entry message that a map field stands for.
func (b *builder) addMap(message *descriptorpb.DescriptorProto, field *descriptorpb.FieldDescriptorProto, source *udm.Field) {
	value := &descriptorpb.FieldDescriptorProto{
		Name:   new("value"),
		Number: new(int32(2)),
		Label:  descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
	}
	setType(value, source.MapValue)
	name := strings.ToUpper(source.JSONName[:1]) + source.JSONName[1:] + "Entry"
	message.NestedType = append(message.NestedType, &descriptorpb.DescriptorProto{
		Name: new(name),
		Field: []*descriptorpb.FieldDescriptorProto{{
			Name:   new("key"),
			Number: new(int32(1)),
			Label:  descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(),
			Type:   descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
		}, value},
		Options: &descriptorpb.MessageOptions{MapEntry: new(true)},
	})
	field.Label = descriptorpb.FieldDescriptorProto_LABEL_REPEATED.Enum()
	field.Type = descriptorpb.FieldDescriptorProto_TYPE_MESSAGE.Enum()
	field.TypeName = new("." + schemaPackage + "." + localName(source.Parent.FullName) + "." + name)
}

// setType sets the type of a field that is no map.
func setType(field *descriptorpb.FieldDescriptorProto, source *udm.Field) {
	field.Type = protoType(source.Kind).Enum()
	switch source.Kind {
	case udm.KindMessage:
		field.TypeName = new("." + schemaPackage + "." + localName(source.Message.FullName))
	case udm.KindEnum:
		field.TypeName = new("." + schemaPackage + "." + localName(source.Enum.FullName))
	case udm.KindTimestamp, udm.KindDuration, udm.KindStruct:
		field.TypeName = new("." + source.Type)
	default:
	}
}

func protoType(kind udm.Kind) descriptorpb.FieldDescriptorProto_Type {
	switch kind {
	case udm.KindString:
		return descriptorpb.FieldDescriptorProto_TYPE_STRING
	case udm.KindBytes:
		return descriptorpb.FieldDescriptorProto_TYPE_BYTES
	case udm.KindBool:
		return descriptorpb.FieldDescriptorProto_TYPE_BOOL
	case udm.KindInt32:
		return descriptorpb.FieldDescriptorProto_TYPE_INT32
	case udm.KindInt64:
		return descriptorpb.FieldDescriptorProto_TYPE_INT64
	case udm.KindUint32:
		return descriptorpb.FieldDescriptorProto_TYPE_UINT32
	case udm.KindUint64:
		return descriptorpb.FieldDescriptorProto_TYPE_UINT64
	case udm.KindFloat:
		return descriptorpb.FieldDescriptorProto_TYPE_FLOAT
	case udm.KindDouble:
		return descriptorpb.FieldDescriptorProto_TYPE_DOUBLE
	case udm.KindEnum:
		return descriptorpb.FieldDescriptorProto_TYPE_ENUM
	default:
		return descriptorpb.FieldDescriptorProto_TYPE_MESSAGE
	}
}

// addEnum adds an enum within the message that its name says.
func (b *builder) addEnum(source *udm.Enum) {
	outer, own := cutLast(localName(source.FullName))
	enum := &descriptorpb.EnumDescriptorProto{Name: new(own)}
	shift := int32(0)
	if !source.Numbered {
		// The numbers are not published. A proto3 enum starts with a zero, and
		// it must not be a value that protojson would then leave out.
		enum.Value = append(enum.Value, enumValue(own+"_UNPUBLISHED", 0))
		shift = 1
	}
	numbers := make(map[int32]bool)
	for _, value := range source.Values {
		enum.Value = append(enum.Value, enumValue(value.Name, value.Number+shift))
		if numbers[value.Number] {
			enum.Options = &descriptorpb.EnumOptions{AllowAlias: new(true)}
		}
		numbers[value.Number] = true
	}
	if outer == "" {
		b.file.EnumType = append(b.file.EnumType, enum)
		return
	}
	around := b.message(outer)
	around.EnumType = append(around.EnumType, enum)
}

func enumValue(name string, number int32) *descriptorpb.EnumValueDescriptorProto {
	return &descriptorpb.EnumValueDescriptorProto{Name: new(name), Number: new(number)}
}
