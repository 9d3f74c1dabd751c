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
	to   *member // what the table reads of the key; nil where that is nothing
}

func newHabits() habits {
	h := habits{members: make([]habit, maxPlaces)}
	for place := range h.members {
		h.members[place].text = make([]byte, 0, maxText)
	}
	return h
}

// match tells whether at data[i] stands what usually stands before the value of
// a place, and if so what the table reads of the member and the offset behind.
func (h *habits) match(place int, data []byte, i int) (to *member, at int, usual bool) {
	if place >= len(h.members) {
		return nil, i, false
	}
	habit := &h.members[place]
	at = i + len(habit.text)
	if at > len(data) || string(data[i:at]) != string(habit.text) {
		return nil, i, false
	}
	return habit.to, at, at > i
}

// Records whose keys come in ever new order would teach a new habit with
// every member. After a first few misses only one in so many is learned from.
const (
	firstMisses = 16
	missesApart = 256
	maxPlaces   = 32
	maxText     = 64 // bytes; what is longer is no habit worth keeping
)

// learn notes what stood before the member of a place, where the habit did not
// fit.
func (h *habits) learn(place int, text []byte, to *member) {
	if h.misses++; h.misses > firstMisses && h.misses%missesApart != 0 {
		return
	}
	if place >= maxPlaces || len(text) > maxText {
		return
	}
	member := &h.members[place]
	member.text = append(member.text[:0], text...)
	member.to = to
}
