package normalizer

// KeepAtMost has a test make do with small objects where large ones matter.
func (n *Normalizer) KeepAtMost(bytes int) { n.maxDraftBytes = bytes }
