package workbench

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/udmap/udmap/testdata"
)

//go:embed page
var page embed.FS

// ContentType is that of a question: a line of JSON and behind it the raw logs.
// No page of another site can send it without asking first, and that is refused.
const ContentType = "application/x-udmap-question"

// maxHeadBytes bounds the line of JSON, in which a table may be all escapes.
const maxHeadBytes = 6*MaxTableBytes + 1<<10

// samplesFolder is where the sample logs are.
const samplesFolder = "samples"

// Handler serves the page and answers its questions. It takes no care of who
// asks: Guard does.
func (w *Workbench) Handler() http.Handler {
	mux := http.NewServeMux()
	assets, err := fs.Sub(page, "page")
	if err != nil {
		assets = page // the folder is there, or this would not build
	}
	mux.Handle("GET /", http.FileServerFS(assets))
	mux.HandleFunc("GET /api/catalogue", w.serveCatalogue)
	mux.HandleFunc("GET /api/sample/{name}", serveSample)
	mux.HandleFunc("POST /api/answer", func(out http.ResponseWriter, in *http.Request) {
		question, err := readQuestion(out, in)
		if err != nil {
			refuse(out, err)
			return
		}
		answer, err := w.Answer(in.Context(), question)
		reply(out, answer, err)
	})
	mux.HandleFunc("POST /api/golden", func(out http.ResponseWriter, in *http.Request) {
		question, err := readQuestion(out, in)
		if err != nil {
			refuse(out, err)
			return
		}
		archive, err := w.GoldenCase(in.Context(), question)
		reply(out, map[string]string{"text": string(archive)}, err)
	})
	return mux
}

// catalogue is what the page offers: built-in tables, samples, and its bounds.
type catalogue struct {
	Tables      []string `json:"tables"`
	Samples     []string `json:"samples"`
	MaxRawBytes int      `json:"max_raw_bytes"`
}

func (w *Workbench) serveCatalogue(out http.ResponseWriter, _ *http.Request) {
	c := catalogue{MaxRawBytes: MaxRawBytes}
	for _, table := range w.tables {
		c.Tables = append(c.Tables, table.Name)
	}
	entries, err := fs.ReadDir(testdata.Samples(), samplesFolder)
	for _, entry := range entries {
		c.Samples = append(c.Samples, strings.TrimSuffix(entry.Name(), ".jsonl"))
	}
	reply(out, c, err)
}

func serveSample(out http.ResponseWriter, in *http.Request) {
	text, err := fs.ReadFile(testdata.Samples(), path.Join(samplesFolder, in.PathValue("name")+".jsonl"))
	if err != nil {
		http.Error(out, "there is no such sample", http.StatusNotFound)
		return
	}
	out.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = out.Write(text) // the page went away
}

// errContentType and errNoHead refuse what is no question.
var (
	errContentType = fmt.Errorf("the content type must be %s", ContentType)
	errNoHead      = errors.New("a question begins with a line of JSON")
)

// readQuestion reads the line of JSON, and the raw logs behind it.
func readQuestion(out http.ResponseWriter, in *http.Request) (Question, error) {
	var question Question
	if kind, _, err := mime.ParseMediaType(in.Header.Get("Content-Type")); err != nil || kind != ContentType {
		return question, errContentType
	}
	body, err := io.ReadAll(http.MaxBytesReader(out, in.Body, MaxRawBytes+maxHeadBytes))
	if err != nil {
		return question, err
	}
	head, raw, found := bytes.Cut(body, []byte("\n"))
	if !found {
		return question, errNoHead
	}
	decoder := json.NewDecoder(bytes.NewReader(head))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&question); err != nil {
		return question, fmt.Errorf("%w: %w", errNoHead, err)
	}
	if len(raw) > MaxRawBytes || len(question.Text) > MaxTableBytes {
		return question, &http.MaxBytesError{Limit: MaxRawBytes}
	}
	question.Raw = raw
	return question, nil
}

// refuse answers a request that is no question.
func refuse(out http.ResponseWriter, err error) {
	status, text := http.StatusBadRequest, err.Error()
	if errors.Is(err, errContentType) {
		status = http.StatusUnsupportedMediaType
	}
	if _, isLarge := errors.AsType[*http.MaxBytesError](err); isLarge {
		status = http.StatusRequestEntityTooLarge
		text = fmt.Sprintf("raw logs may have %d MiB and a table %d MiB here; udmap convert takes more", MaxRawBytes>>20, MaxTableBytes>>20)
	}
	http.Error(out, text, status)
}

// reply answers with JSON, or with what was wrong.
func reply(out http.ResponseWriter, value any, err error) {
	if err != nil {
		http.Error(out, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	out.Header().Set("Content-Type", "application/json")
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(value) // the page went away
}
