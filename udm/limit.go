package udm

// Limit is a documented bound on the value of a field. A bound of zero or nil
// is none.
type Limit struct {
	// MaxBytes bounds the UTF-8 length.
	MaxBytes int
	// MaxChars bounds the number of Unicode code points.
	MaxChars int
	// Min and Max bound a number, both inclusive.
	Min, Max *float64
	// Format is the form that a string must have.
	Format Format
	// Documented is the form in the documentation's words.
	Documented string
	// Fatal means that a value beyond the bound is documented to lose the
	// event, not merely to break the guide.
	Fatal bool
	// Source is the address of the documentation.
	Source string
}

// Format is the form of a string, as field limits name it.
type Format string

// The formats. The empty Format is no demand.
const (
	FormatIP       Format = "ip"       // IPv4 or IPv6
	FormatMAC      Format = "mac"      // EUI-48
	FormatEmail    Format = "email"    // RFC 5322 addr-spec
	FormatURL      Format = "url"      // RFC 3986, with scheme
	FormatHostname Format = "hostname" // RFC 1123
	FormatAssetID  Format = "asset_id" // VENDOR:ID
	FormatHash     Format = "hash"     // lower-case hexadecimal
	FormatPort     Format = "port"     // needs exactly one ip in the same noun
)
