package fr.teleservices.account;

import fr.teleservices.db.Database;
import fr.teleservices.db.Scope;
import fr.teleservices.db.Tx;
import io.vertx.core.Future;
import java.util.function.BiFunction;

/** From a typed login to a transaction in its school; an unknown login takes the same steps, and finds nothing. */
final class AccountGate {
    private AccountGate() {}

    static Future<AccountStore.Place> find(Database database, String login) {
        return database.atGateOnce(tx -> AccountStore.findLogin(tx, Login.typed(login)))
                .map(place -> place.orElse(AccountStore.Place.NOWHERE));
    }

    static <T> Future<T> inSchoolOf(
            Database database, String login, BiFunction<Tx, AccountStore.Place, Future<T>> work) {
        return find(database, login)
                .compose(place -> database.inScope(Scope.of(place.schoolId()), tx -> work.apply(tx, place)));
    }
}
