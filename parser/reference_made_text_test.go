package parser_test

import "regexp"

// madeText gives a text made of sources: nothing if one of them has no text.
// Section "extract", key `text`.
func (r reading) madeText(template string) []value {
	for _, source := range sourcesIn(template) {
		if !r.hasText(source) {
			return nil
		}
	}
	made := placeForm().ReplaceAllStringFunc(template, func(place string) string {
		return r.text(place[1 : len(place)-1])
	})
	return []value{textValue(made)}
}

// placeForm is a place in a text that stands for the text of a source.
func placeForm() *regexp.Regexp { return regexp.MustCompile(`\{([^{}]*)\}`) }

// sourcesIn lists the sources that a text is made of.
func sourcesIn(template string) []string {
	var sources []string
	for _, place := range placeForm().FindAllStringSubmatch(template, -1) {
		sources = append(sources, place[1])
	}
	return sources
}
