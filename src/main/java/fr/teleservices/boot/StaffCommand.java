package fr.teleservices.boot;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.kernel.Role;
import fr.teleservices.school.Staff;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Staff accounts. */
@CommandLine.Command(name = "staff", description = "Staff accounts.", subcommands = StaffCommand.Add.class)
final class StaffCommand {
    @CommandLine.Command(name = "add", description = "Adds a staff account.")
    static final class Add extends Command {
        @Option(names = "--login", required = true)
        @SuppressWarnings("NullAway.Init")
        private String login;

        @Option(names = "--role", required = true, description = "assistance, gestionnaire, chef or academie.")
        @SuppressWarnings("NullAway.Init")
        private String role;

        @Option(names = "--uai", description = "The school; none for academie.")
        private @Nullable String uai;

        @Option(
                names = "--password-stdin",
                required = true,
                description = "The password is the first line of the input.")
        private boolean passwordStdin; // the only way, so that no password is on a command line

        @Override
        public Integer call() throws Exception {
            Role wanted = Arrays.stream(Role.values())
                    .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(role))
                    .findFirst()
                    .orElseThrow(() -> new CommandLine.ParameterException(
                            spec().commandLine(), "--role is assistance, gestionnaire, chef or academie"));
            String password = passwordStdin ? firstLine() : "";
            Staff added = withServices(s -> school(s).compose(id -> s.staff.add(login, wanted, id, password, null)));
            say("staff " + added.login() + " added: " + role);
            return 0;
        }

        private Future<@Nullable Long> school(Services services) {
            if (uai == null) {
                return Future.succeededFuture(null);
            }
            return services.schools
                    .byUai(uai)
                    .compose(found -> found.map(school -> Future.<@Nullable Long>succeededFuture(school.id()))
                            .orElseGet(() -> Future.failedFuture(
                                    Refusal.invalid("no-such-school", "Aucun établissement n’a l’UAI " + uai + ".")
                                            .asFailure())));
        }

        private static String firstLine() throws IOException {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            return line == null ? "" : line;
        }
    }
}
