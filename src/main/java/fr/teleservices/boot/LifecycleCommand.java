package fr.teleservices.boot;

import fr.teleservices.account.Lifecycle;
import picocli.CommandLine;

/** Draws the table. */
@CommandLine.Command(name = "lifecycle", description = "Draws the account's life cycle as a Mermaid diagram.")
final class LifecycleCommand extends Command {
    @Override
    public Integer call() {
        say(Lifecycle.mermaid());
        return 0;
    }
}
