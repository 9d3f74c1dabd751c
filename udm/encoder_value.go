package udm

import (
	"encoding/base64"
	"math"
	"strconv"
	"strings"
	"time"
)

// value writes one value by the kind of its field.
func (w *eventWriter) value(index int32, field *Field) error {
	switch field.Kind {
	case KindMessage:
		return w.message(index, field.Message)
	case KindStruct:
		return w.object(index, w.free)
	case KindString:
		return w.string(index, func(text []byte) bool {
			w.out = AppendString(w.out, text)
			return true
		})
	case KindBytes:
		return w.string(index, w.bytes)
	case KindTimestamp:
		return w.string(index, w.timestamp)
	case KindDuration:
		return w.string(index, w.duration)
	case KindBool:
		if err := w.wants(index, boolNode); err != nil {
			return err
		}
		w.out = append(w.out, w.tree.raw(index)...)
		return nil
	case KindEnum:
		return w.enum(index, field.Enum)
	default:
		return w.number(index, field)
	}
}

// string writes a string value by write, which reports whether it is well
// formed.
func (w *eventWriter) string(index int32, write func(text []byte) bool) error {
	if err := w.wants(index, stringNode); err != nil {
		return err
	}
	if text := w.tree.str(index); !write(text) {
		return w.fail(index, "malformed value %s", quote(string(text)))
	}
	return nil
}

func (w *eventWriter) bytes(text []byte) bool {
	decoded, ok := parseBytes(text)
	w.out = AppendString(w.out, base64.StdEncoding.EncodeToString(decoded))
	return ok
}

func (w *eventWriter) timestamp(text []byte) bool {
	moment, ok := parseTimestamp(text)
	if ok {
		w.out = append(w.out, '"')
		w.out = AppendTimestamp(w.out, moment)
		w.out = append(w.out, '"')
	}
	return ok
}

// AppendTimestamp appends a time as proto JSON writes it, without quotes: in
// UTC with Z, and 0, 3, 6 or 9 digits of fraction. The year must be one of
// 0001 to 9999.
func AppendTimestamp(dst []byte, moment time.Time) []byte {
	moment = moment.UTC()
	dst = moment.AppendFormat(dst, "2006-01-02T15:04:05")
	dst = appendNanos(dst, int64(moment.Nanosecond()))
	return append(dst, 'Z')
}

// appendNanos appends a fraction of a second with as few groups of three
// digits as it takes, and nothing for zero.
func appendNanos(dst []byte, nanos int64) []byte {
	if nanos == 0 {
		return dst
	}
	digits := strconv.AppendInt(nil, 1_000_000_000+nanos, 10)[1:]
	for strings.HasSuffix(string(digits), "000") {
		digits = digits[:len(digits)-3]
	}
	dst = append(dst, '.')
	return append(dst, digits...)
}

func (w *eventWriter) duration(text []byte) bool {
	value, ok := parseDuration(text)
	w.out = append(w.out, '"')
	if value.negative {
		w.out = append(w.out, '-')
	}
	w.out = strconv.AppendInt(w.out, value.seconds, 10)
	w.out = appendNanos(w.out, value.nanos)
	w.out = append(w.out, 's', '"')
	return ok
}

// enum writes a value's name, and the number only where no name is known.
func (w *eventWriter) enum(index int32, enum *Enum) error {
	if w.tree.nodes[index].kind == numberNode {
		number, ok := parseSigned(w.tree.raw(index), 32)
		if !ok {
			return w.fail(index, "%s is no enum number", w.tree.raw(index))
		}
		if name, known := enum.ValueName(int32(number)); known && enum.Numbered {
			w.out = AppendString(w.out, name)
			return nil
		}
		w.out = strconv.AppendInt(w.out, number, 10)
		return nil
	}
	if err := w.wants(index, stringNode); err != nil {
		return err
	}
	name := string(w.tree.str(index))
	number, ok := enum.Number(name)
	if !ok {
		return w.fail(index, "%s is no value of %s", quote(name), enum.Name)
	}
	if canonical, ok := enum.ValueName(number); ok {
		name = canonical // of two names for one number
	}
	w.out = AppendString(w.out, name)
	return nil
}

func (w *eventWriter) number(index int32, field *Field) error {
	literal, quoted := w.tree.raw(index), false
	switch w.tree.nodes[index].kind {
	case numberNode:
	case stringNode:
		literal, quoted = w.tree.str(index), true
	default:
		return w.wants(index, numberNode)
	}
	value, ok := field.parseNumber(literal, quoted)
	if !ok {
		return w.fail(index, "%s is no %s", quote(string(literal)), field.Kind)
	}
	switch field.Kind {
	case KindFloat:
		w.out = appendFloat(w.out, value, 32)
	case KindDouble:
		w.out = appendFloat(w.out, value, 64)
	case KindInt64:
		whole, _ := parseSigned(literal, 64)
		w.out = append(strconv.AppendInt(append(w.out, '"'), whole, 10), '"')
	case KindUint64:
		whole, _ := parseUnsigned(literal, 64)
		w.out = append(strconv.AppendUint(append(w.out, '"'), whole, 10), '"')
	default: // 32 bits, which a float64 holds exactly
		w.out = strconv.AppendInt(w.out, int64(value), 10)
	}
	return nil
}

// appendFloat writes a floating-point number as protojson does, which is as
// JavaScript does.
func appendFloat(dst []byte, value float64, bits int) []byte {
	switch {
	case math.IsNaN(value):
		return append(dst, `"NaN"`...)
	case math.IsInf(value, 1):
		return append(dst, `"Infinity"`...)
	case math.IsInf(value, -1):
		return append(dst, `"-Infinity"`...)
	}
	format := byte('f')
	small, large := 1e-6, 1e21
	if bits == 32 {
		small, large = float64(float32(small)), float64(float32(large))
	}
	if size := math.Abs(value); size != 0 && (size < small || size >= large) {
		format = 'e'
	}
	start := len(dst)
	dst = strconv.AppendFloat(dst, value, format, -1, bits)
	if n := len(dst); format == 'e' && n-start >= 4 && dst[n-4] == 'e' && dst[n-2] == '0' {
		dst[n-2] = dst[n-1] // e-09 to e-9
		dst = dst[:n-1]
	}
	return dst
}

// free writes a value of a struct field: strings canonically, numbers with the
// digits they have.
func (w *eventWriter) free(index int32) error {
	switch w.tree.nodes[index].kind {
	case objectNode:
		return w.object(index, w.free)
	case arrayNode:
		return w.list(index, w.free)
	case stringNode:
		w.out = AppendString(w.out, w.tree.str(index))
		return nil
	case numberNode:
		if _, ok := parseFloat(w.tree.raw(index), 64); !ok {
			return w.fail(index, "%s is beyond a double", quote(string(w.tree.raw(index))))
		}
	case nullNode, boolNode:
	}
	w.out = append(w.out, w.tree.raw(index)...)
	return nil
}
