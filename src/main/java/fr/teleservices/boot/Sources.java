package fr.teleservices.boot;

import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where settings come from: a file, then the environment. */
final class Sources {
    /** In the folder of the process, else the one inside the jar, in which everything is at its default. */
    static final String FILE = "conf/teleservices.properties";

    private Sources() {}

    static Future<Values> all(Vertx vertx, @Nullable String file) {
        ConfigStoreOptions properties = new ConfigStoreOptions()
                .setType("file")
                .setFormat("properties")
                .setConfig(
                        new JsonObject().put("path", file == null ? FILE : file).put("raw-data", true));
        return retrieve(vertx, properties).compose(found -> environment(vertx, new Values().file(found)));
    }

    static Future<Values> environment(Vertx vertx, Values under) {
        JsonArray keys = new JsonArray(
                Arrays.stream(Setting.values()).map(Setting::variable).toList());
        ConfigStoreOptions environment = new ConfigStoreOptions()
                .setType("env")
                .setConfig(new JsonObject().put("raw-data", true).put("keys", keys));
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
