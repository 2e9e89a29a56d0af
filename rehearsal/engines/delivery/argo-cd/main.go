// Command argocd is the two programs of Argo CD that a rehearsal runs, chosen by the variable by which Argo CD's own
// program chooses among its eleven: the nine others, the web server among them, are most of its build.
package main

import (
	"os"

	controller "github.com/argoproj/argo-cd/v3/cmd/argocd-application-controller/commands"
	reposerver "github.com/argoproj/argo-cd/v3/cmd/argocd-repo-server/commands"
)

func main() {
	command := controller.NewCommand()
	if os.Getenv("ARGOCD_BINARY_NAME") == "argocd-repo-server" {
		command = reposerver.NewCommand()
	}
	if command.Execute() != nil {
		os.Exit(1)
	}
}
