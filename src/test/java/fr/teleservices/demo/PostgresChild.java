package fr.teleservices.demo;

import java.nio.file.Path;

/** A process of its own with an embedded server, for the tests that kill it. Arguments: data folder. */
final class PostgresChild {
    private PostgresChild() {}

    public static void main(String[] args) throws InterruptedException {
        try {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(EmbeddedPostgres.Options.in(Path.of(args[0])));
            System.out.println("URI " + postgres.adminUri());
        } catch (EmbeddedPostgresException e) {
            System.out.println("REFUSED " + e.getMessage());
            System.exit(3);
        }
        Thread.currentThread().join();
    }
}
