package udm

import (
	"fmt"
	"strings"
)

// addLimit attaches one documented limit to every field that it speaks of. The
// file writes patterns for people: "metadata.description", "*.hostname" (the
// field of any message), "*.file.md5|sha1|sha256", "*.user.email_addresses[],
// network.email.*".
func (s *Schema) addLimit(file limitFile) error {
	limit := &Limit{
		MaxBytes: file.MaxBytes, MaxChars: file.MaxChars, Min: file.Min, Max: file.Max,
		Format: formatOf(file.Format), Documented: file.Format,
		Fatal: strings.Contains(file.Effect, "dropped"), Source: file.Source,
	}
	if file.Format != "" && limit.Format == "" {
		return fmt.Errorf("unknown format %q", file.Format)
	}
	for pattern := range strings.SplitSeq(file.Field, ", ") {
		fields, err := s.limitedFields(strings.ReplaceAll(pattern, "[]", ""))
		if err != nil {
			return err
		}
		for _, field := range fields {
			field.Limit = limit
		}
	}
	return nil
}

// formatOf recognises a documented form by its first words.
func formatOf(documented string) Format {
	for prefix, format := range map[string]Format{
		"IPv4 or IPv6":          FormatIP,
		"EUI-48":                FormatMAC,
		"RFC 5322":              FormatEmail,
		"RFC 3986":              FormatURL,
		"RFC 1123":              FormatHostname,
		"VENDOR:ID":             FormatAssetID,
		"lower-case hex":        FormatHash,
		"needs exactly one ip ": FormatPort,
	} {
		if strings.HasPrefix(documented, prefix) {
			return format
		}
	}
	return ""
}

// limitedFields resolves one pattern.
func (s *Schema) limitedFields(pattern string) ([]*Field, error) {
	rest, anywhere := strings.CutPrefix(pattern, "*.")
	if !anywhere {
		return s.fieldsAt(pattern)
	}
	owner, names, hasOwner := strings.Cut(rest, ".")
	if !hasOwner {
		owner, names = "", rest
	}
	var fields []*Field
	for _, message := range s.messages {
		if hasOwner && !strings.EqualFold(message.Name, owner) {
			continue
		}
		for name := range strings.SplitSeq(names, "|") {
			if field, ok := message.byName[name]; ok && field.Kind != KindMessage {
				fields = append(fields, field)
			}
		}
	}
	if len(fields) == 0 {
		return nil, fmt.Errorf("no field matches %q", pattern)
	}
	return fields, nil
}

// fieldsAt resolves a path from the root; ".*" at its end stands for the mail
// addresses of network.email, the one message that the file so names.
func (s *Schema) fieldsAt(pattern string) ([]*Field, error) {
	path, err := s.ParsePath(strings.TrimSuffix(pattern, ".*"))
	if err != nil {
		return nil, err
	}
	if !strings.HasSuffix(pattern, ".*") {
		return []*Field{path.Last()}, nil
	}
	message := path.Last().Message
	if message == nil {
		return nil, fmt.Errorf("%s is not a message", path)
	}
	var fields []*Field
	for _, name := range []string{"from", "reply_to", "to", "cc", "bcc", "bounce_address"} {
		field, ok := message.byName[name]
		if !ok {
			return nil, fmt.Errorf("no mail address %q in %s", name, message.Name)
		}
		fields = append(fields, field)
	}
	return fields, nil
}

// fieldOf finds a field by "Message.field"; message names hold dots too.
func (s *Schema) fieldOf(name string) (*Field, error) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return nil, fmt.Errorf("%q is not of the form Message.field", name)
	}
	message, ok := s.messageByName[name[:dot]]
	if !ok {
		return nil, fmt.Errorf("message %q is not in the schema", name[:dot])
	}
	field, ok := message.Field(name[dot+1:])
	if !ok {
		return nil, fmt.Errorf("no field %q in %s", name[dot+1:], message.Name)
	}
	return field, nil
}
