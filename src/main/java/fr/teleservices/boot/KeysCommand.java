package fr.teleservices.boot;

import fr.teleservices.credential.Keyring;
import io.vertx.core.Vertx;
import picocli.CommandLine;

/** The master keys. */
@CommandLine.Command(name = "keys", description = "The master keys.", subcommands = KeysCommand.Rotate.class)
final class KeysCommand {
    @CommandLine.Command(
            name = "rotate",
            description = "Makes a new current key; the earlier ones go on verifying. Restart the service afterwards.")
    static final class Rotate extends Command {
        @Override
        public Integer call() throws Exception {
            Vertx vertx = Vertx.vertx();
            try {
                Config config = config(vertx);
                Keyring.open(config.keys()); // the folder and its first key, where there is none
                say("current key: " + Keyring.rotate(config.keys()).current());
                return 0;
            } finally {
                await(vertx.close());
            }
        }
    }
}
