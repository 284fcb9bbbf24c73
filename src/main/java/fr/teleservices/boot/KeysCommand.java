package fr.teleservices.boot;

import fr.teleservices.credential.KeyUse;
import fr.teleservices.credential.KeyUseService;
import fr.teleservices.credential.Keyring;
import fr.teleservices.openid.SigningKeys;
import fr.teleservices.school.School;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The master keys. */
@CommandLine.Command(
        name = "keys",
        description = "The master keys.",
        subcommands = {KeysCommand.Rotate.class, KeysCommand.ListAll.class, KeysCommand.Destroy.class})
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
                int current = Keyring.rotate(config.keys()).current();
                if (config.openid().isOn() || SigningKeys.areIn(config.keys())) {
                    SigningKeys.open(config.keys(), current);
                }
                say("current key: " + current);
                return 0;
            } finally {
                await(vertx.close());
            }
        }
    }

    private static Future<KeyUse> use(Services services, int key) {
        return services.schools
                .list()
                .compose(schools -> new KeyUseService(services.database, services.keyring, services.clock)
                        .use(key, schools.stream().map(School::id).toList()));
    }

    @CommandLine.Command(name = "list", description = "Every key, and how much still needs it.")
    static final class ListAll extends Command {
        @Override
        public Integer call() throws Exception {
            List<String> lines = withServices(services -> {
                Future<List<String>> all = Future.succeededFuture(new ArrayList<>());
                for (int key : services.keyring.ids()) {
                    String mark = key == services.keyring.current() ? " (current)" : "";
                    all = all.compose(before -> use(services, key).map(use -> {
                        before.add("key-" + key + mark + ": " + use);
                        return before;
                    }));
                }
                return all;
            });
            lines.forEach(this::say);
            return 0;
        }
    }

    @CommandLine.Command(
            name = "destroy",
            description =
                    "Destroys an earlier key once nothing needs it; secrets of second factors are sealed under the current"
                            + " key first. Exits 1 and destroys nothing while something does.")
    static final class Destroy extends Command {
        @Option(names = "--key", required = true, description = "Its number, as keys list says.")
        private int key;

        @Override
        public Integer call() throws Exception {
            Vertx vertx = Vertx.vertx();
            try {
                Config config = config(vertx);
                if (key >= Keyring.open(config.keys()).current()) {
                    say("key-" + key + " is not an earlier key: rotate first");
                    return 1;
                }
                KeyUse left =
                        withServices(services -> new KeyUseService(services.database, services.keyring, services.clock)
                                .reseal(key)
                                .compose(resealed -> use(services, key)));
                if (left.isNeeded() || left.secondFactors() > 0) {
                    say("key-" + key + " is still needed: " + left);
                    return 1;
                }
                SigningKeys.destroy(config.keys(), key);
                say(Keyring.destroy(config.keys(), key) ? "destroyed: key-" + key : "there is no key-" + key);
                return 0;
            } finally {
                await(vertx.close());
            }
        }
    }
}
