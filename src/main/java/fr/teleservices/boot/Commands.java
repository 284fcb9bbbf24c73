package fr.teleservices.boot;

import fr.teleservices.demo.EmbeddedPostgresException;
import fr.teleservices.kernel.Refused;
import java.net.BindException;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
        name = "teleservices",
        description = "Gives parents and pupils their access to the school's online services.",
        mixinStandardHelpOptions = true,
        version = "0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            MigrateCommand.class,
            SchoolCommand.class,
            StaffCommand.class,
            ImportCommand.class,
            SampleSchoolCommand.class,
            BenchCommand.class,
            LifecycleCommand.class,
            ConfigurationCommand.class,
            AuditCommand.class,
            PurgeCommand.class,
            KeysCommand.class,
            OpenIdCommand.class
        })
public final class Commands {
    private Commands() {}

    /** @return the exit code: 0 when all went well, 2 for a wrong use, 1 for any other failure */
    public static int run(String... arguments) {
        return line().execute(arguments);
    }

    static CommandLine line() {
        CommandLine line = new CommandLine(new Commands());
        addHelp(line);
        line.setExecutionExceptionHandler((failure, at, parsed) -> {
            at.getErr().println(sentence(failure));
            at.getErr().flush();
            return 1;
        });
        return line;
    }

    private static void addHelp(CommandLine line) {
        line.getSubcommands().values().forEach(sub -> {
            if (!sub.getCommandSpec().mixinStandardHelpOptions()) {
                sub.getCommandSpec().mixinStandardHelpOptions(true);
            }
            addHelp(sub);
        });
    }

    private static String sentence(Exception failure) {
        if (failure instanceof Refused refused) {
            String fields = String.join(" ", refused.refusal().fields().values());
            return refused.refusal().sentence() + (fields.isEmpty() ? "" : " " + fields);
        }
        if (failure instanceof ConfigFault || failure instanceof EmbeddedPostgresException) {
            return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
        }
        if (failure instanceof BindException) {
            return "The port is taken: choose another one, or 0 for a free one.";
        }
        java.io.StringWriter trace = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(trace));
        return trace.toString();
    }
}
