package reprocess

import (
	"cmp"
	"maps"
	"slices"
)

// Total sums up raw objects.
type Total struct {
	Objects int64 `json:"objects"`
	Bytes   int64 `json:"bytes"` // as they lie in the store
}

func (t *Total) add(object Object) {
	t.Objects++
	t.Bytes += object.Bytes
}

// Plan is what a survey came to. Its memory grows with the number of tables and
// versions, not of objects.
type Plan struct {
	All     Total // raw objects
	Chosen  Total // those to be made anew
	classes map[Class]Total
	made    map[tableVersion]Total
	include map[Class]bool
}

type tableVersion struct {
	table   string
	version int
}

// NewPlan returns an empty plan, which chooses the objects of those classes.
func NewPlan(include ...Class) *Plan {
	plan := &Plan{classes: map[Class]Total{}, made: map[tableVersion]Total{}, include: map[Class]bool{}}
	for _, class := range include {
		plan.include[class] = true
	}
	return plan
}

// Includes tells whether objects of the class are chosen.
func (p *Plan) Includes(class Class) bool { return p.include[class] }

// Add counts an object, and tells whether it is chosen.
func (p *Plan) Add(object Object) (chosen bool) {
	p.All.add(object)
	p.classes[object.Class] = sum(p.classes[object.Class], object)
	for table, version := range object.Tables {
		key := tableVersion{table, version}
		p.made[key] = sum(p.made[key], object)
	}
	if p.include[object.Class] {
		p.Chosen.add(object)
		return true
	}
	return false
}

func sum(total Total, object Object) Total {
	total.add(object)
	return total
}

// Class is the total of one class.
func (p *Plan) Class(class Class) Total { return p.classes[class] }

// Made is how many raw objects have events of a version of a table now. An
// object whose records several tables mapped counts for each.
type Made struct {
	Table   string `json:"table"`
	Version int    `json:"version"`
	Total
}

// Made lists the tables that made the outputs, by name and version.
func (p *Plan) Made() []Made {
	keys := slices.SortedFunc(maps.Keys(p.made), func(a, b tableVersion) int {
		return cmp.Or(cmp.Compare(a.table, b.table), cmp.Compare(a.version, b.version))
	})
	made := make([]Made, len(keys))
	for i, key := range keys {
		made[i] = Made{Table: key.table, Version: key.version, Total: p.made[key]}
	}
	return made
}
