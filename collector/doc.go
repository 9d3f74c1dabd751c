// Package collector brings the records that a vendor's API lists into objects,
// each record exactly once, whatever ends a run and whoever else runs.
//
// A run reads the [State], which one compare-and-swap guards. It lists records
// page by page, drops those whose fingerprint the state holds, and gathers the
// rest into an object. Then, in this order:
//
//  1. it writes the state with the fingerprints of these records, the place
//     reached, and the object itself as an [Intent];
//  2. it writes the object, unless it is there;
//  3. with the next object or at the end, it writes the state without the
//     intent.
//
// Before 1 nothing has happened, and the records will be listed again. From 1
// on they count as collected, and whoever runs next writes the object of the
// intent, from the state and without asking the API. docs/collecting.md argues
// each point at which a run can end.
//
// What differs between vendors is a [Resource]: the packages below this one.
package collector
