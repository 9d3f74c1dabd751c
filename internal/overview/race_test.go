//go:build race

package overview_test

const underRace = true
