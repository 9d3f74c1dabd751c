package main

import (
	"github.com/spf13/pflag"

	"github.com/udmap/udmap/parser"
)

// bounds are the sizes beyond which a record or an object is refused.
type bounds struct {
	record int
	object int64
	depth  int
}

func (b *bounds) addFlags(flags *pflag.FlagSet) {
	flags.IntVar(&b.record, "max-record-bytes", parser.DefaultMaxRecordBytes, "reject records longer than `BYTES`")
	flags.Int64Var(&b.object, "max-object-bytes", parser.DefaultMaxObjectBytes, "refuse inputs longer than `BYTES` once inflated")
	flags.IntVar(&b.depth, "max-depth", parser.DefaultMaxDepth, "reject records nested deeper than `N`")
}

// check refuses bounds that nothing is within.
func (b *bounds) check() error {
	switch {
	case b.record < 1:
		return usagef("--max-record-bytes must be at least 1")
	case b.object < 1:
		return usagef("--max-object-bytes must be at least 1")
	case b.depth < 1:
		return usagef("--max-depth must be at least 1")
	}
	return nil
}

func (b *bounds) options(strict bool) parser.ConverterOptions {
	return parser.ConverterOptions{MaxRecordBytes: b.record, MaxObjectBytes: b.object, Strict: strict}
}
