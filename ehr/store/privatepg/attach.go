package privatepg

import (
	"context"
	"errors"
	"fmt"
)

// StartOrAttach starts the server, or, where another program of ours already runs it, connects to that one. It is
// for commands that work beside the service; Close then leaves the server alone.
func StartOrAttach(ctx context.Context, cfg Config) (*Server, error) {
	s, err := Start(ctx, cfg)
	if !errors.Is(err, ErrInUse) {
		return s, err
	}
	cfg, err = cfg.withDefaults()
	if err != nil {
		return nil, err
	}
	who, err := chooseIdentity(cfg.Dir, cfg.Binaries)
	if err != nil {
		return nil, err
	}
	attached := &Server{cfg: cfg, log: cfg.Log, who: who, socketDir: socketDirOf(cfg.Dir)}
	if err := attached.awaitReady(ctx); err != nil {
		return nil, fmt.Errorf("%w, and its database does not answer: %w", ErrInUse, err)
	}
	return attached, nil
}
