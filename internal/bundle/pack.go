package main

import (
	"archive/zip"
	"compress/flate"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// pack makes a zip archive of a program, anew. Of the file it takes the content
// and nothing else: the name is the one that provided.al2023 starts, the mode lets
// it, and the time is the first that the format can tell.
// https://docs.aws.amazon.com/lambda/latest/dg/golang-package.html
func pack(program, archive string) (err error) {
	content, err := os.Open(program)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, content.Close()) }()
	if err := os.MkdirAll(filepath.Dir(archive), 0o755); err != nil {
		return err
	}
	file, err := os.Create(archive)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	writer := zip.NewWriter(file)
	writer.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(w, flate.BestCompression)
	})
	header := &zip.FileHeader{Name: "bootstrap", Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)}
	header.SetMode(0o755)
	entry, err := writer.CreateHeader(header)
	if err != nil {
		return err
	}
	if _, err := io.Copy(entry, content); err != nil {
		return err
	}
	return writer.Close()
}
