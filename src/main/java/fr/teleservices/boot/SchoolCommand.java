package fr.teleservices.boot;

import fr.teleservices.school.School;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Schools. */
@CommandLine.Command(name = "school", description = "Schools.", subcommands = SchoolCommand.Add.class)
final class SchoolCommand {
    @CommandLine.Command(name = "add", description = "Adds a school.")
    static final class Add extends Command {
        @Option(names = "--uai", required = true, description = "7 digits and a check letter.")
        @SuppressWarnings("NullAway.Init")
        private String uai;

        @Option(names = "--name", required = true)
        @SuppressWarnings("NullAway.Init")
        private String name;

        @Option(names = "--timezone", defaultValue = "Europe/Paris", description = "${DEFAULT-VALUE} if left out.")
        @SuppressWarnings("NullAway.Init")
        private String timezone;

        @Option(
                names = "--services",
                defaultValue = "none",
                description = "default: the permanent téléservices are open; ${DEFAULT-VALUE} if left out.")
        @SuppressWarnings("NullAway.Init")
        private String services;

        @Override
        public Integer call() throws Exception {
            if (!services.equals("default") && !services.equals("none")) {
                throw new CommandLine.ParameterException(spec().commandLine(), "--services is default or none");
            }
            School added = withServices(s -> s.schools.add(uai, name, timezone, services.equals("default"), null));
            say("school " + added.uai() + " added: " + added.name());
            return 0;
        }
    }
}
