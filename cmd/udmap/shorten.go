package main

// shorten cuts a text that is longer than so many characters.
func shorten(text string, most int) string {
	if len(text) <= most {
		return text // as many bytes hold no more characters
	}
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}
