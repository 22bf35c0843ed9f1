package main

import "github.com/spf13/cobra"

// The headings of "visitwright --help".
const (
	groupService = "service"
	groupStages  = "stages"
	groupUpkeep  = "upkeep"
)

func newRootCmd() *cobra.Command {
	root := &cobra.Command{
		Use:   "visitwright",
		Short: "Listens to the visit, writes the note, proposes codes, raises alerts, keeps the record",
		Long: `Visitwright listens to the conversation in the exam room, writes the note, proposes
codes, raises alerts and keeps the record, on this machine and with no account
anywhere. "visitwright serve" starts the service; the stages are commands as well,
for people who script.

Settings are environment variables: see "visitwright config".`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.AddGroup(
		&cobra.Group{ID: groupService, Title: "The service:"},
		&cobra.Group{ID: groupStages, Title: "One stage at a time:"},
		&cobra.Group{ID: groupUpkeep, Title: "Upkeep:"},
	)
	root.SetHelpCommandGroupID(groupUpkeep)
	root.SetCompletionCommandGroupID(groupUpkeep)
	add := func(group string, commands ...*cobra.Command) {
		for _, c := range commands {
			c.GroupID = group
			root.AddCommand(c)
		}
	}
	add(groupService,
		newServeCmd(),
		newDemoCmd(),
		newUserCmd(),
		newAuditCmd(),
	)
	add(groupStages,
		newVisitCmd(),
		newTranscribeCmd(),
		newDraftCmd(),
		newSummaryCmd(),
		newPrevisitCmd(),
		newCodeCmd(),
		newCodesCmd(),
		newCheckCmd(),
	)
	add(groupUpkeep,
		newContentCmd(),
		newBackupCmd(),
		newRestoreCmd(),
		newImportCmd(),
		newEvalCmd(),
		newConfigCmd(),
		newOpenAPICmd(),
		newVersionCmd(),
	)
	return root
}
