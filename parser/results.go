package parser

// Whether a leaf has something to write, its map has to be asked before; what
// the map says is then kept, as a value that can be poured like any other.

// numberResults gives each leaf whose map is asked before a place for what it
// says.
func (p *program) numberResults() {
	for i := range p.leaves {
		if l := &p.leaves[i]; l.foreseen {
			p.results++
			l.result = p.results
		}
	}
}

// result returns where a frame keeps what a leaf's map writes.
func (f *frame) result(l *leaf) uint16 { return uint16(len(f.values) - 3 - l.result) }

// keepResult keeps what a leaf's map writes in place of a value, if that is one.
// Where the entries of maps are counted, that is done as they are written.
func (m *Mapper) keepResult(l *leaf, f *frame, constant value) {
	if l.result != 0 {
		constant.plain = constant.plain && !m.coverage
		f.values[f.result(l)] = constant
	}
}

// pool adds the constants of a map to those of a plan, with room behind them for
// the copy of a fixed length.
func (m *valueMap) pool(constants []byte) []byte {
	for _, c := range m.constants {
		start := uint32(len(constants))
		constants = append(constants, c...)
		m.values = append(m.values, value{start: start, end: uint32(len(constants)), kind: text, in: mapTexts, plain: true})
	}
	return append(constants, make([]byte, shortValue)...)
}
