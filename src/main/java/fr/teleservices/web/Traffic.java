package fr.teleservices.web;

/** Is told of every request that has been answered; streams and downloads are none. */
public interface Traffic {
    /** Part of the service, by the permission that its route asks for. */
    enum Area {
        PUBLIC,
        PORTAL,
        STAFF,
        API;

        static Area of(Permission permission) {
            if (permission instanceof Permission.Holder) {
                return PORTAL;
            } else if (permission instanceof Permission.Staff) {
                return STAFF;
            } else if (permission instanceof Permission.Api) {
                return API;
            }
            return PUBLIC;
        }
    }

    /** A request is found to be of a route, streams and downloads too. */
    default void began(String method, String path) {}

    /** @param nanos from its head to the end of its answer */
    void ended(Area area, int status, long nanos);

    Traffic UNSEEN = (area, status, nanos) -> {};
}
