package fr.teleservices.db;

/**
 * One statement, in a text block at the top of its store. A test prepares every one of them, as its role, on the migrated
 * schema.
 *
 * @param role whose rights it needs
 * @param text with {@code $1}, {@code $2}, …
 */
public record Sql(Role role, String text) {
    /** The two roles of the service, see the first migration. */
    public enum Role {
        APP("teleservices_app"),
        GATE("teleservices_gate");

        private final String pgName;

        Role(String pgName) {
            this.pgName = pgName;
        }

        public String pgName() {
            return pgName;
        }
    }

    /** For tenant tables, inside a {@link Scope}. */
    public static Sql app(String text) {
        return new Sql(Role.APP, text);
    }

    /** For what is found before the tenant is known. */
    public static Sql gate(String text) {
        return new Sql(Role.GATE, text);
    }
}
