package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.Child;
import io.vertx.core.Future;
import java.util.List;

/** Tells which téléservices are open for an account today. */
@FunctionalInterface
public interface Tiles {
    Future<List<Tile>> of(Account account, List<Child> children);
}
