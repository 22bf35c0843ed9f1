package server

import "context"

// afterwards collects what is to be done once a request's transaction stands:
// telling pages, closing lines. It must not happen when the change was rolled back.
type afterwards struct{ todo []func() }

type afterKey struct{}

// after queues f until the request's transaction is committed.
func after(ctx context.Context, f func()) {
	ctx.Value(afterKey{}).(*afterwards).todo = append(ctx.Value(afterKey{}).(*afterwards).todo, f)
}

func withAfter(ctx context.Context) (context.Context, *afterwards) {
	a := &afterwards{}
	return context.WithValue(ctx, afterKey{}, a), a
}

func (a *afterwards) run() {
	for _, f := range a.todo {
		f()
	}
}
