module github.com/udmap/udmap

go 1.26
