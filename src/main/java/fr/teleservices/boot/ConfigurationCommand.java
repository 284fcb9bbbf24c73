package fr.teleservices.boot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes what {@link Setting} says, for people and as a file to start from. */
@CommandLine.Command(
        name = "configuration",
        description = "Prints every key of the configuration: default, environment variable, unit, meaning.")
final class ConfigurationCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--properties", description = "As a file in which everything is at its default.")
    private boolean properties;

    @Option(names = "--out", paramLabel = "FILE", description = "Writes there, in UTF-8.")
    private @Nullable Path out;

    @Override
    public Integer call() throws Exception {
        String text = properties ? ConfigurationReference.properties() : ConfigurationReference.markdown();
        if (out != null) {
            Files.writeString(out, text);
        } else {
            spec.commandLine().getOut().print(text);
            spec.commandLine().getOut().flush();
        }
        return 0;
    }
}
