// Package protojudge judges UDM events with google.golang.org/protobuf, which
// shares no code with this project: it builds the protobuf descriptor of the
// UDM schema from its published field numbers and reads events with strict
// protojson. It is test support and no part of any binary.
package protojudge

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sync"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/dynamicpb"

	"github.com/udmap/udmap/udm"
)

// Judge returns the reason why strict protojson does not take a bare event as
// a message of the default schema, nil if it does. Unknown fields are reasons.
func Judge(event []byte) error {
	_, err := read(event)
	return err
}

// Canonical returns what protojson writes for an event that it has read,
// without white space, its keys spelled as names says and in protobuf's order,
// which is not the schema's.
func Canonical(event []byte, names udm.FieldNames) ([]byte, error) {
	message, err := read(event)
	if err != nil {
		return nil, err
	}
	spaced, err := protojson.MarshalOptions{UseProtoNames: names == udm.SnakeCase}.Marshal(message)
	if err != nil {
		return nil, fmt.Errorf("write event: %w", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, spaced); err != nil {
		return nil, fmt.Errorf("compact what protojson wrote: %w", err)
	}
	return compact.Bytes(), nil
}

func read(event []byte) (*dynamicpb.Message, error) {
	root, err := defaultRoot()
	if err != nil {
		return nil, err
	}
	message := dynamicpb.NewMessage(root)
	if err := protojson.Unmarshal(event, message); err != nil {
		return nil, fmt.Errorf("protojson refuses the event: %w", err)
	}
	return message, nil
}

var defaultRoot = sync.OnceValues(func() (protoreflect.MessageDescriptor, error) {
	return Root(udm.Default())
})
