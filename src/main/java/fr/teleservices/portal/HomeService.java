package fr.teleservices.portal;

import fr.teleservices.account.Account;
import fr.teleservices.account.AccountService;
import fr.teleservices.account.Child;
import fr.teleservices.account.Holder;
import fr.teleservices.account.SchoolChildren;
import fr.teleservices.setting.LightText;
import fr.teleservices.setting.SchoolSettings;
import fr.teleservices.setting.SettingService;
import fr.teleservices.setting.UsefulLink;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** What an account sees of each school that it reaches. */
public final class HomeService {
    private final AccountService accounts;
    private final SettingService settings;
    private final Tiles tiles;

    public HomeService(AccountService accounts, SettingService settings, Tiles tiles) {
        this.accounts = accounts;
        this.settings = settings;
        this.tiles = tiles;
    }

    /**
     * One school on the home page; texts are empty where there is nothing to show.
     *
     * @param key tells the schools of one page apart
     * @param several whether there are others
     * @param heading level of the headings in it
     * @param welcome HTML made by {@link LightText}
     * @param ent address of the ENT
     * @param contact path of the form
     */
    record Part(
            String key,
            boolean several,
            int heading,
            boolean guardian,
            String schoolName,
            String welcome,
            List<Sheet> sheets,
            List<Tile> tiles,
            String ent,
            List<UsefulLink> links,
            String contact) {}

    /** A child's sheet: what the family knows anyway, and nothing that would prove an identity, as a birth date does. */
    record Sheet(String name, String summary, String familyName, String givenName, String division, String level) {}

    /** @param wholeGroup false: the home school alone, for staff who look */
    Future<List<Part>> parts(Account account, boolean wholeGroup) {
        return accounts.family(account, wholeGroup).compose(family -> {
            Future<List<Part>> parts = Future.succeededFuture(List.of());
            for (int i = 0; i < family.size(); i++) {
                int at = i;
                parts = parts.compose(done -> part(account, family.get(at), at, family.size() > 1)
                        .map(part -> IntStream.rangeClosed(0, done.size())
                                .mapToObj(n -> n < done.size() ? done.get(n) : part)
                                .toList()));
            }
            return parts;
        });
    }

    /** Where a message of that account to a school may go; empty where there is no such way. */
    Future<List<SchoolChildren>> contactable(Account account, boolean wholeGroup) {
        return accounts.family(account, wholeGroup)
                .compose(family -> Future.all(family.stream()
                                .map(school -> settings.load(school.schoolId()))
                                .toList())
                        .map(all -> IntStream.range(0, family.size())
                                .filter(i -> mayWrite(account, all.resultAt(i)))
                                .mapToObj(family::get)
                                .toList()));
    }

    private Future<Part> part(Account account, SchoolChildren school, int index, boolean several) {
        Future<List<Tile>> open = tiles.of(school, account.holder());
        Future<List<UsefulLink>> links = settings.links(school.schoolId());
        return settings.load(school.schoolId())
                .compose(set -> open.compose(tiles -> links.map(all -> new Part(
                        Integer.toString(index),
                        several,
                        several ? 3 : 2,
                        account.holder() == Holder.GUARDIAN,
                        school.schoolName(),
                        (account.holder() == Holder.GUARDIAN ? set.welcomeGuardians() : set.welcomePupils()).html(),
                        school.children().stream().map(HomeService::sheet).toList(),
                        tiles,
                        set.entShown() ? Objects.requireNonNullElse(set.entAddress(), "") : "",
                        all.stream()
                                .filter(link -> link.isFor(account.holder()))
                                .toList(),
                        mayWrite(account, set)
                                ? ContactPages.PATH + (index == 0 ? "" : "?etablissement=" + school.schoolId())
                                : ""))));
    }

    private static boolean mayWrite(Account account, SchoolSettings settings) {
        return account.holder() == Holder.GUARDIAN && account.emailVerified() != null && settings.contact() != null;
    }

    private static Sheet sheet(Child child) {
        String division = child.division();
        String label = child.divisionLabel();
        String full = division == null
                ? "Pas encore de classe"
                : label == null || label.isBlank() || label.equals(division) ? division : division + " – " + label;
        return new Sheet(
                child.displayName(),
                division == null ? full : "Classe : " + division,
                child.name(),
                child.givenName(),
                full,
                Objects.requireNonNullElse(child.level(), ""));
    }
}
