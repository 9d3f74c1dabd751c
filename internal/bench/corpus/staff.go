package corpus

import (
	"fmt"
	"strings"
)

const (
	headcount = 20_000 // people whose accounts are changed
	operators = 200    // people who change them

	// operatorStride spreads the operators over the staff. It shares no factor
	// with the number of names, so that they are called differently.
	operatorStride = 99
)

// staff is everybody who works at the made-up company. Who a number stands
// for never changes, so that records come back to the same people.
type staff struct {
	people []person
}

type person struct {
	first, last, email string
}

func newStaff() *staff {
	firstNames := strings.Fields(`Jo Ana Noor Ella Olivia Emma Ava Mia Lucas Mateo
		José Zoë Søren Łukasz Chloé Wei Mei Yuki Kaito Amara Priya Rohan Fatima Omar
		Sara Ivan Olga Nils Astrid Hugo Inés Björn Renée Tomás Kofi Aisha Tariq Leila
		Marco Giulia`)
	lastNames := strings.Fields(`Doe Smith García Müller Rossi Novák Kim Lee Chen Wang
		Tanaka Sato Patel Singh Khan Ali Ivanov Orlov Jensen Hansen Nielsen Karlsson
		Dubois Lefèvre Silva Santos Costa O'Neil McArthur Brown Jones Williams Okafor
		Mensah Haddad Schmidt Weber Fischer Moreau Nguyen`)
	ascii := strings.NewReplacer(
		"á", "a", "é", "e", "è", "e", "ë", "e", "í", "i", "ó", "o", "ö", "o", "ø", "o",
		"ü", "u", "ł", "l", "Ł", "l", "'", "")

	everybody := &staff{people: make([]person, headcount)}
	for number := range everybody.people {
		first := firstNames[number*7%len(firstNames)]
		last := lastNames[number*13/3%len(lastNames)]
		mailbox := strings.ToLower(ascii.Replace(first) + "." + ascii.Replace(last))
		everybody.people[number] = person{first, last, fmt.Sprintf("%s%d@example.com", mailbox, number)}
	}
	return everybody
}

// operator is the person behind an operator's number.
func (s *staff) operator(number uint64) person { return s.people[number*operatorStride] }
