package fr.teleservices.setting;

import fr.teleservices.bus.Addresses;
import fr.teleservices.db.Database;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks in the database for changes of settings that the bus has not told, and tells the open pages of this node. */
public final class SettingVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(SettingVerticle.class);

    private final Database database;
    private final Duration every;
    private Map<Long, Instant> seen = Map.of();
    private boolean looking;

    public SettingVerticle(Database database, Duration every) {
        this.database = database;
        this.every = every;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(every.toMillis(), timer -> look());
        return Future.succeededFuture();
    }

    private void look() {
        if (looking) {
            return;
        }
        looking = true;
        database.atGateOnce(SettingChangeStore::lately).onComplete(found -> {
            looking = false;
            if (found.failed()) {
                LOG.debug("changes of settings are not seen for a while", found.cause());
                return;
            }
            found.result().forEach((school, at) -> {
                if (!at.equals(seen.get(school))) {
                    Addresses.SETTINGS_CHANGED.publishHere(vertx, school);
                }
            });
            seen = found.result();
        });
    }
}
