package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/visitwright/visitwright/ehr"
	"github.com/visitwright/visitwright/ehr/store"
)

func newUserCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "user",
		Short: "People who sign in",
		Long: `Adds, lists, disables people who sign in, and gives them new passwords. Whoever may run
this has the machine; people with a browser use the pages of an administrator. All of
it works beside a running service and stands in the audit.`,
	}
	cmd.AddCommand(newUserAddCmd(), newUserListCmd(), newUserDisableCmd(), newUserPasswdCmd(), newUserLinkCmd())
	return cmd
}

// inPractice opens the record and, in it, a transaction of the service in the
// practice of that name; the name may be empty where there is only one.
func inPractice(ctx context.Context, name string, do func(*store.Tx) error) error {
	return withRecord(ctx, func(st *store.Store) error {
		practices, err := st.Practices(ctx)
		if err != nil {
			return err
		}
		practice, err := choose(practices, name)
		if err != nil {
			return err
		}
		why := store.Why{Action: ehr.ManageUsers, Kind: "user", Detail: "command line"}
		return st.InTx(ctx, store.Service(practice.ID), why, do)
	})
}

func choose(practices []ehr.Practice, name string) (ehr.Practice, error) {
	if len(practices) == 0 {
		return ehr.Practice{}, errors.New("there is no practice yet: run visitwright user link, and open the link in a browser")
	}
	if name == "" && len(practices) == 1 {
		return practices[0], nil
	}
	var names []string
	for _, p := range practices {
		if p.Name == name || string(p.ID) == name {
			return p, nil
		}
		names = append(names, p.Name)
	}
	return ehr.Practice{}, fmt.Errorf("name one of the practices with --practice: %s", strings.Join(names, ", "))
}

func newUserAddCmd() *cobra.Command {
	var practice, role string
	u := store.NewUser{}
	cmd := &cobra.Command{
		Use:     "add USERNAME",
		Short:   "Add somebody who signs in",
		Long:    "Adds somebody who signs in. The password is asked for, or read as a line from standard input.",
		Example: `  visitwright user add mlee --name "Morgan Lee" --credentials MD --role clinician`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			u.Username, u.Role = args[0], ehr.Role(role)
			if !u.Role.Valid() {
				return fmt.Errorf("--role is %q; it must be one of %s", role, roleNames())
			}
			var err error
			if u.Password, err = newPassword(cmd); err != nil {
				return err
			}
			return inPractice(cmd.Context(), practice, func(tx *store.Tx) error {
				_, err := tx.CreateUser(cmd.Context(), u)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&practice, "practice", "", "the practice's name, where there are several")
	cmd.Flags().StringVar(&u.Name, "name", "", "full name, as notes are signed with")
	cmd.Flags().StringVar(&u.Credentials, "credentials", "", "as printed after the name, e.g. MD")
	cmd.Flags().StringVar((*string)(&u.Specialty), "specialty", "", "what a clinician practices, e.g. family-medicine: it may have a note template of its own")
	cmd.Flags().StringVar(&role, "role", "", "one of "+roleNames())
	must(cmd.MarkFlagRequired("name"))
	must(cmd.MarkFlagRequired("role"))
	return cmd
}

func roleNames() string {
	names := make([]string, len(ehr.Roles))
	for i, r := range ehr.Roles {
		names[i] = string(r)
	}
	return strings.Join(names, ", ")
}

// must is for mistakes in this program's own text.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

func newUserListCmd() *cobra.Command {
	var practice, format string
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the people who sign in",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			return inPractice(cmd.Context(), practice, func(tx *store.Tx) error {
				users, err := tx.Users(cmd.Context())
				if err != nil {
					return err
				}
				return writeUsers(cmd.OutOrStdout(), users, format)
			})
		},
	}
	cmd.Flags().StringVar(&practice, "practice", "", "the practice's name, where there are several")
	addFormatFlag(cmd, &format)
	return cmd
}

func writeUsers(w io.Writer, users []ehr.User, format string) error {
	if format == formatJSON {
		return json.NewEncoder(w).Encode(users)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "USERNAME\tNAME\tROLE\tSTATE")
	for _, u := range users {
		state := "password"
		if u.TOTPEnabled {
			state = "password and one-time code"
		}
		if u.Disabled {
			state = "disabled"
		}
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", u.Username, u.Name, u.Role, state)
	}
	return table.Flush()
}

func newUserDisableCmd() *cobra.Command {
	var practice string
	cmd := &cobra.Command{
		Use:   "disable USERNAME",
		Short: "Let somebody sign in no more, and end their sessions",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return inPractice(cmd.Context(), practice, func(tx *store.Tx) error {
				u, err := userNamed(cmd.Context(), tx, args[0])
				if err != nil {
					return err
				}
				u.Disabled = true
				_, err = tx.UpdateUser(cmd.Context(), u)
				return err
			})
		},
	}
	cmd.Flags().StringVar(&practice, "practice", "", "the practice's name, where there are several")
	return cmd
}

func newUserPasswdCmd() *cobra.Command {
	var practice string
	var forget bool
	cmd := &cobra.Command{
		Use:   "passwd USERNAME",
		Short: "Give somebody a new password",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			password, err := newPassword(cmd)
			if err != nil {
				return err
			}
			return inPractice(cmd.Context(), practice, func(tx *store.Tx) error {
				u, err := userNamed(cmd.Context(), tx, args[0])
				if err != nil {
					return err
				}
				if err := tx.SetPassword(cmd.Context(), u.ID, password); err != nil || !forget {
					return err
				}
				return tx.ResetTOTP(cmd.Context(), u.ID)
			})
		},
	}
	cmd.Flags().StringVar(&practice, "practice", "", "the practice's name, where there are several")
	cmd.Flags().BoolVar(&forget, "reset-totp", false, "also forget the one-time code's secret, for a lost phone")
	return cmd
}

func userNamed(ctx context.Context, tx *store.Tx, username string) (ehr.User, error) {
	users, err := tx.Users(ctx)
	for _, u := range users {
		if strings.EqualFold(u.Username, username) {
			return u, nil
		}
	}
	if err == nil {
		err = fmt.Errorf("there is no user %q", username)
	}
	return ehr.User{}, err
}

func newUserLinkCmd() *cobra.Command {
	return &cobra.Command{
		Use:   "link",
		Short: "Make a one-time link for the first administrator",
		Long: `Makes the link with which the first administrator makes the practice and their own
account in the browser. It works once, within 24 hours, while there is no practice.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withRecord(cmd.Context(), func(st *store.Store) error {
				token, err := st.NewSetupLink(cmd.Context())
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(cmd.OutOrStdout(), "/setup/%s\n", token)
				if err == nil {
					fmt.Fprintln(cmd.ErrOrStderr(), "Open this path at the service's address.")
				}
				return err
			})
		},
	}
}

// newPassword asks for a password twice, unseen, or reads one line where
// nobody sits at a terminal.
func newPassword(cmd *cobra.Command) (string, error) {
	in, isFile := cmd.InOrStdin().(*os.File)
	if !isFile || !term.IsTerminal(int(in.Fd())) {
		line, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		return strings.TrimRight(line, "\r\n"), nil
	}
	ask := func(words string) (string, error) {
		fmt.Fprint(cmd.ErrOrStderr(), words)
		b, err := term.ReadPassword(int(in.Fd()))
		fmt.Fprintln(cmd.ErrOrStderr())
		return string(b), err
	}
	first, err := ask("Password: ")
	if err != nil {
		return "", err
	}
	again, err := ask("Once more: ")
	if err == nil && first != again {
		err = errors.New("the two are not the same")
	}
	return first, err
}
