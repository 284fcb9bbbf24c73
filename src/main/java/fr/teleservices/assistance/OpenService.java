package fr.teleservices.assistance;

import fr.teleservices.account.ActiveServices;
import fr.teleservices.web.Action;

/** Accounts can be managed only while a téléservice is open: until then pages say where to open one. */
public final class OpenService {
    private final ActiveServices services;

    public OpenService(ActiveServices services) {
        this.services = services;
    }

    record View() {}

    /** The same action, behind that check. */
    Action only(Action action) {
        return visit -> services.any(visit.school().id())
                .compose(any -> any ? action.serve(visit) : visit.page(409, "assistance/closed", new View()));
    }
}
