package fr.teleservices.boot;

import fr.teleservices.credential.Keyring;
import fr.teleservices.db.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands share: the configuration, and services without a server. */
abstract class Command implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description = "Configuration; " + Sources.FILE + " if left out. The environment wins.")
    private @Nullable String conf;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    void say(String line) {
        out().println(line);
        out().flush();
    }

    CommandSpec spec() {
        return spec;
    }

    /** The future's result; its failure thrown as it is. */
    static <T> T await(Future<T> future) throws Exception {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    Config config(Vertx vertx) throws Exception {
        return Config.read(await(sources(vertx)), true);
    }

    Future<Values> sources(Vertx vertx) {
        return Sources.all(vertx, conf).map(LogFormat::apply);
    }

    /** Does something with the services on the configured database, and lets go of everything. */
    <T> T withServices(Function<Services, Future<T>> work) throws Exception {
        Vertx vertx = Vertx.vertx();
        try {
            Config config = config(vertx);
            Database database = Database.connect(vertx, config.databaseUri(), 4);
            Services services = new Services(
                    vertx, database, Keyring.open(config.keys()), Clock.systemUTC(), config.passwordThreads());
            return await(work.apply(services).eventually(database::close));
        } finally {
            await(vertx.close());
        }
    }
}
