package collector

import (
	"context"
	"time"
)

// Plan is what a run would ask, from where the state stands.
type Plan struct {
	Collector string                  `json:"collector"`
	StateKey  string                  `json:"state_key"`
	FirstRun  bool                    `json:"first_run"`
	Pending   string                  `json:"pending_object,omitempty"` // would be written first
	Warnings  []string                `json:"warnings,omitempty"`
	Resources map[string]ResourcePlan `json:"resources"`
}

// ResourcePlan is what a run would ask of one resource.
type ResourcePlan struct {
	Cursor   string     `json:"cursor"`
	Days     []string   `json:"days,omitempty"` // in the order of asking
	ResumeAt *time.Time `json:"resume_at,omitempty"`
}

// Plan reads the state, and tells what a run would ask. It writes nothing and
// does not ask the API.
func (c *Collector) Plan(ctx context.Context) (Plan, error) {
	r := c.newRun()
	if err := r.open(ctx); err != nil {
		return Plan{}, err
	}
	r.startResources()
	plan := Plan{
		Collector: c.Name, StateKey: c.StateKey, FirstRun: r.journal.isFirst,
		Warnings: r.journal.warnings, Resources: map[string]ResourcePlan{},
	}
	if intent := r.journal.state.Intent; intent != nil {
		plan.Pending = intent.Key
	}
	for _, result := range r.results {
		plan.Resources[result.resource.Name] = r.planResource(result.resource)
	}
	return plan, nil
}

func (r *run) planResource(resource *Resource) ResourcePlan {
	progress := r.journal.state.Resources[resource.Name].clone()
	plan := ResourcePlan{Cursor: progress.position(resource)}
	if r.now.Before(progress.ResumeAt) {
		plan.ResumeAt = &progress.ResumeAt
		return plan
	}
	if resource.Stream {
		return plan
	}
	given := map[string]bool{}
	for {
		window, found := progress.next(r.upTo(resource), patience(resource, r.Overlap), given)
		if !found {
			return plan
		}
		label := dayLabel(window.From)
		plan.Days = append(plan.Days, label)
		given[label] = true
	}
}
