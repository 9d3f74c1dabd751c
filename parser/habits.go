package parser

// habits remembers how the members of recent records began: records of one
// origin have the same keys in the same order, with the same white space
// around them, so that one comparison finds a key and all around it. It
// never changes what is read, only how fast.
type habits struct {
	members []habit // by place in the object
	misses  int
}

// habit is how a member began: its key, colon and white space.
type habit struct {
	text []byte
	key  int // its place in the node's set, negative where it is not read
}

// unknown is no member's beginning: a line feed cannot start a key.
var unknown = habit{text: []byte("\n")}

// at returns the habit of a place.
func (h *habits) at(place int) *habit {
	if place < len(h.members) {
		return &h.members[place]
	}
	return &unknown
}

// Records whose keys come in ever new order would teach a new habit with
// every member. After a run of misses only every so many is learned from.
const (
	missesInARow = 16
	missesApart  = 256
)

// learn notes how the member of a place began, where the habit did not fit.
func (h *habits) learn(place int, text []byte, key int) {
	if h.misses++; h.misses > missesInARow && h.misses%missesApart != 0 {
		return
	}
	for place >= len(h.members) {
		if place >= 64 {
			return
		}
		h.members = append(h.members, habit{text: []byte("\n")})
	}
	member := &h.members[place]
	member.text = append(member.text[:0], text...)
	member.key = key
}
