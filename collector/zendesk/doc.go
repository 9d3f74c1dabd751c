// Package zendesk knows what is particular to collecting from Zendesk: audit
// logs, which are listed oldest first by a cursor that is a position and keeps
// for good, and tickets, which are one endless export.
// https://developer.zendesk.com/api-reference/ticketing/account-configuration/audit_logs/
// https://developer.zendesk.com/api-reference/ticketing/ticket-management/incremental_exports/
package zendesk
