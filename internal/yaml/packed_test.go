package yaml_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/udmap/udmap/internal/yaml"
)

// sampleDocument has a node of every kind, and one that stands twice.
const sampleDocument = `# a table
table: "zoöm"
rows:
  - {id: A, value: 0x10, required: true}
  - &b
    id: B
    from: [x, 'y''s', 1.5, ~]
    note: |
      two
      lines
  - *b
picture: !!binary aGk=
none: {}
nothing:
`

func TestAPackedDocumentIsWhatParseReads(t *testing.T) {
	for _, source := range []string{"", "a: 1", "- [x, {y: z}]\n- 1.5\n", "key: {a: 1}\nother: [b, c]\n", sampleDocument} {
		parsed, err := yaml.Parse([]byte(source))
		require.NoError(t, err)
		packed, err := yaml.Pack([]byte(source))
		require.NoError(t, err)

		unpacked, err := yaml.Unpack(packed, []byte(source))

		require.NoError(t, err)
		require.EqualExportedValues(t, parsed, unpacked)
	}
}

func TestAPackedDocumentBelongsToItsText(t *testing.T) {
	packed, err := yaml.Pack([]byte(sampleDocument))
	require.NoError(t, err)

	_, err = yaml.Unpack(packed, []byte(sampleDocument+"# changed\n"))

	require.ErrorIs(t, err, yaml.ErrOtherText)
}

// Whatever stands in a packed document, reading it ends, and does not panic.
func TestADamagedPackedDocumentIsRefused(t *testing.T) {
	packed, err := yaml.Pack([]byte(sampleDocument))
	require.NoError(t, err)
	for size := range packed {
		_, err := yaml.Unpack(packed[:size], []byte(sampleDocument))
		require.Error(t, err, size)
	}
	_, err = yaml.Unpack(append(packed, 0), []byte(sampleDocument))
	require.Error(t, err)
	rapid.Check(t, func(t *rapid.T) {
		damaged := append([]byte(nil), packed...)
		for range rapid.IntRange(1, 4).Draw(t, "damages") {
			at := rapid.IntRange(8, len(damaged)-1).Draw(t, "at")
			damaged[at] = rapid.Byte().Draw(t, "byte")
		}
		if node, err := yaml.Unpack(damaged, []byte(sampleDocument)); err == nil {
			require.NotNil(t, node)
		}
	})
}

func TestPackRefusesWhatParseRefuses(t *testing.T) {
	_, err := yaml.Pack([]byte("a: ["))

	require.ErrorContains(t, err, "line 1")
}
