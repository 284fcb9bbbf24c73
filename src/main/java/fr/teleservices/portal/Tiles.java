package fr.teleservices.portal;

import fr.teleservices.account.Holder;
import fr.teleservices.account.SchoolChildren;
import io.vertx.core.Future;
import java.util.List;

/** Tells which téléservices of one school are open today for a holder and these children. */
@FunctionalInterface
public interface Tiles {
    Future<List<Tile>> of(SchoolChildren at, Holder holder);
}
