package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/visitwright/visitwright/cmd/visitwright/app"
	"github.com/visitwright/visitwright/cmd/visitwright/config"
	"github.com/visitwright/visitwright/cmd/visitwright/demo"
	"github.com/visitwright/visitwright/cmd/visitwright/parts"
	"github.com/visitwright/visitwright/ehr/store/privatepg"
)

func newDemoCmd() *cobra.Command {
	var leave bool
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Start the service with a demonstration clinic and one spoken visit",
		Long: `Starts the service, makes a demonstration clinic with invented people, has a visit
spoken by two synthetic voices, streams it through the same websocket a browser uses,
and prints the note, the address and a sign-in for each role. The passwords are made
by chance and shown once. The service then runs until Ctrl-C; the next time it finds
everything made. "make run" is this, with the data in the folder .data of the clone.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := config.Load()
			if err != nil {
				return err
			}
			err = runDemo(cmd.Context(), cfg, leave, cmd.OutOrStdout(), cmd.ErrOrStderr())
			if errors.Is(err, privatepg.ErrInUse) {
				return fmt.Errorf("%w: the demonstration is running already, see its terminal for the address", err)
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&leave, "leave", false, "end after the note was printed, instead of going on as the service")
	return cmd
}

func runDemo(ctx context.Context, cfg config.Config, leave bool, out, progress io.Writer) error {
	if os.Getenv("VISITWRIGHT_LISTEN") == "" {
		cfg.Listen = freeAddress(cfg.Listen)
	}
	if os.Getenv("VISITWRIGHT_LOG_LEVEL") == "" {
		cfg.LogLevel = "warn" // the terminal is for the demonstration
	}
	fmt.Fprintln(progress, "Starting the service and its private database in", cfg.Data())
	a, err := app.New(ctx, cfg, app.NewLog(cfg, progress))
	if err != nil {
		return err
	}
	running, stop := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() {
		ended <- a.Run(running)
		stop()
	}()
	err = giveDemo(running, cfg, a, out, progress)
	if err == nil && !leave {
		fmt.Fprintln(progress, "Ctrl-C stops the service.")
		<-running.Done()
	}
	stop()
	return errors.Join(err, <-ended, a.Close())
}

func giveDemo(ctx context.Context, cfg config.Config, a *app.App, out, progress io.Writer) error {
	root, err := parts.Find(cfg.PartsDir)
	if err != nil {
		return err
	}
	s := demo.Service{Store: a.Store(), Address: a.Address(), DataDir: cfg.Data(), Parts: string(root)}
	if cfg.TLS == "local" {
		if s.Trust, err = trustFile(filepath.Join(cfg.Data(), "tls", "authority.crt")); err != nil {
			return err
		}
	}
	return demo.Run(ctx, s, out, progress, time.Now())
}

func trustFile(path string) (*tls.Config, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	trust := &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: x509.NewCertPool()}
	if !trust.RootCAs.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("%s holds no certificate", path)
	}
	return trust, nil
}

// freeAddress is the address given, or, where a demonstration of another clone listens there, the next port that
// nobody listens on.
func freeAddress(address string) string {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	port, err := strconv.Atoi(portText)
	if err != nil {
		return address
	}
	for next := port; next < port+20; next++ {
		candidate := net.JoinHostPort(host, strconv.Itoa(next))
		if l, err := net.Listen("tcp", candidate); err == nil {
			l.Close()
			return candidate
		}
	}
	return address
}
