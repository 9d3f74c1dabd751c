package parser

// habits remembers what stood between the values of recent records: records of
// one origin have the same keys in the same order, with the same white space
// around them, so that one comparison finds a key and all around it. It
// never changes what is read, only how fast.
type habits struct {
	members []habit // by place in the object
	misses  int
}

// habit is what stood before a member's value: the comma, its key, the colon
// and the white space between them.
type habit struct {
	text []byte
	key  int // its place in the node's set, negative where it is not read
}

// at returns the habit of a place. One without text is unknown.
func (h *habits) at(place int) habit {
	if place < len(h.members) {
		return h.members[place]
	}
	return habit{}
}

// Records whose keys come in ever new order would teach a new habit with
// every member. After a first few misses only one in so many is learned from.
const (
	firstMisses = 16
	missesApart = 256
	maxPlaces   = 64
)

// learn notes what stood before the member of a place, where the habit did not
// fit.
func (h *habits) learn(place int, text []byte, key int) {
	if h.misses++; h.misses > firstMisses && h.misses%missesApart != 0 {
		return
	}
	for place >= len(h.members) {
		if place >= maxPlaces {
			return
		}
		h.members = append(h.members, habit{})
	}
	member := &h.members[place]
	member.text = append(member.text[:0], text...)
	member.key = key
}
