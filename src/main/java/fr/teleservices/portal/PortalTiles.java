package fr.teleservices.portal;

import fr.teleservices.account.Child;
import fr.teleservices.account.Holder;
import fr.teleservices.account.SchoolChildren;
import fr.teleservices.school.SchoolService;
import fr.teleservices.school.ServiceSetting;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

/** The téléservices that a school has open today for these children. */
public final class PortalTiles implements Tiles {
    private final SchoolService schools;
    private final Clock clock;

    public PortalTiles(SchoolService schools, Clock clock) {
        this.schools = schools;
        this.clock = clock;
    }

    @Override
    public Future<List<Tile>> of(SchoolChildren at, Holder holder) {
        LocalDate today = LocalDate.now(clock.withZone(at.zone()));
        return schools.services(at.schoolId())
                .map(all -> all.stream()
                        .filter(service -> isFor(service, holder, at.children()) && service.isActive(today))
                        .map(service -> new Tile(service.service().label(), service.address()))
                        .toList());
    }

    private static boolean isFor(ServiceSetting setting, Holder holder, List<Child> children) {
        boolean open = holder == Holder.GUARDIAN ? setting.guardians() : setting.pupils();
        return open
                && (setting.levels().isEmpty()
                        || children.stream().anyMatch(child -> setting.levels().contains(child.level())));
    }
}
