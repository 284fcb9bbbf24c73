package fr.teleservices.boot;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** Where settings come from: a file, then the environment. */
final class Sources {
    /** In the folder of the process, else the one inside the jar, in which everything is at its default. */
    static final String FILE = "conf/teleservices.properties";

    private Sources() {}

    static Future<Values> all(Vertx vertx, @Nullable String file) {
        String path = file == null ? FILE : file;
        ConfigStoreOptions properties = new ConfigStoreOptions()
                .setType("file")
                .setFormat("properties")
                .setConfig(new JsonObject().put("path", path).put("raw-data", true));
        Values values = new Values();
        return retrieve(vertx, properties)
                .map(found -> values.file(path, found))
                .otherwise(unreadable -> {
                    values.fault(path + " cannot be read: a file of lines key=value is expected");
                    return values;
                })
                .compose(read -> environment(vertx, read));
    }

    static Future<Values> environment(Vertx vertx, Values under) {
        ConfigStoreOptions environment =
                new ConfigStoreOptions().setType("env").setConfig(new JsonObject().put("raw-data", true));
        return retrieve(vertx, environment).map(under::environment);
    }

    private static Future<JsonObject> retrieve(Vertx vertx, ConfigStoreOptions store) {
        ConfigRetriever retriever = ConfigRetriever.create(
                vertx,
                new ConfigRetrieverOptions()
                        .setIncludeDefaultStores(false)
                        .setScanPeriod(-1)
                        .addStore(store));
        return retriever.getConfig().eventually(retriever::close);
    }
}
