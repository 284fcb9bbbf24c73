package fr.teleservices.boot;

import picocli.CommandLine;

/** Takes away what has had its time. */
@CommandLine.Command(
        name = "purge",
        description =
                "Erases accounts and people by each school's retention settings, destroys letters older than 30 days with"
                        + " their keys, ended sessions and faded counters of tries. A running service does the same each night.")
final class PurgeCommand extends Command {
    @Override
    public Integer call() throws Exception {
        say(withServices(Purge::all).toString());
        return 0;
    }
}
