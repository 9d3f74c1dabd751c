// Package zoom knows what is particular to collecting Zoom's reports: operation
// logs, and sign-in and sign-out records. Both are listed by whole days, newest
// first; a page token lives for 15 minutes, and records have no id.
// https://developers.zoom.us/docs/api/meetings/#tag/reports
package zoom
