package fr.teleservices.boot;

import fr.teleservices.credential.Digest;
import java.util.HexFormat;
import picocli.CommandLine;

/** For the declaration of other sites. */
@CommandLine.Command(
        name = "openid",
        description = "Sites that sign families in with their accounts here (docs/openid.md).",
        subcommands = OpenIdCommand.Secret.class)
final class OpenIdCommand {
    @CommandLine.Command(
            name = "secret",
            description = "Makes a client's secret: hand the first line to whoever runs that site, declare the second.")
    static final class Secret extends Command {
        @Override
        public Integer call() {
            String secret = Digest.token();
            say("secret: " + secret);
            say("secretSha256: " + HexFormat.of().formatHex(Digest.sha256(secret)));
            return 0;
        }
    }
}
