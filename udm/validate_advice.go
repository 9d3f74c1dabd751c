package udm

import "fmt"

// advice looks at additional, the free-form object, with the eyes of whoever
// will search it: UDM search finds the strings of its top level.
func (j *judgement) advice(event eventView) {
	additional := event.find("additional")
	if additional == nothing || j.tree.nodes[additional].kind != objectNode {
		return
	}
	defer j.enter("additional")()
	for member := range j.tree.children(additional) {
		j.additional(member)
	}
}

func (j *judgement) additional(member int32) {
	key := string(j.tree.key(member))
	defer j.enter("." + key)()
	switch kind := j.tree.nodes[member].kind; kind {
	case stringNode:
	case objectNode:
		if key == "fields" {
			j.reportKey(ruleFieldsKey, member, nil, nil)
			return
		}
		fallthrough
	case nullNode, boolNode, numberNode, arrayNode:
		j.reportValue(ruleNotString, member, nil, func(d *Diagnostic) { d.Detail = fmt.Sprintf("it is %s", kind) })
	}
}
