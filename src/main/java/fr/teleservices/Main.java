package fr.teleservices;

import fr.teleservices.boot.Commands;

/** Entry point. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        // event loops would keep the process alive behind a command that has failed
        System.exit(Commands.run(arguments));
    }
}
