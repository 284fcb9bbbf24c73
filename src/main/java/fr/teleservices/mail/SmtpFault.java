package fr.teleservices.mail;

/**
 * Why a send did not end well, and what follows from it.
 *
 * @param stage how far it had come
 * @param answer what the server said, or that it said nothing
 */
record SmtpFault(Stage stage, SmtpAnswer answer) {
    private static final String MESSAGE = "Le message ne peut pas être envoyé tel quel : ";

    /** How far a send had come. */
    enum Stage {
        /** The message can never be written: an address that is none. */
        LOCAL,
        /** No usable connection: nothing of this message was sent. */
        CONNECT,
        /** {@code MAIL FROM}. */
        SENDER,
        /** {@code RCPT TO}. */
        RECIPIENT,
        /** {@code DATA} and the message itself. */
        CONTENT,
        /** The connection broke or stood still, perhaps when the message was already taken. */
        BROKEN
    }

    /** What follows for the message. */
    enum Verdict {
        REFUSED,
        LATER,
        UNTRIED
    }

    static SmtpFault local(String why) {
        return new SmtpFault(
                Stage.LOCAL,
                new SmtpAnswer(
                        0,
                        "",
                        why,
                        why.contains("address")
                                ? "L’adresse n’est pas une adresse électronique valable."
                                : MESSAGE + "l’exploitant doit être prévenu."));
    }

    static SmtpFault noConnection(String text) {
        return new SmtpFault(Stage.CONNECT, SmtpAnswer.none(text, "Le serveur d’envoi des courriels ne répond pas."));
    }

    static SmtpFault broken(String text) {
        return new SmtpFault(
                Stage.BROKEN,
                SmtpAnswer.none(text, "La liaison avec le serveur d’envoi des courriels a été interrompue."));
    }

    static SmtpFault replied(Stage stage, int code, String reply) {
        return new SmtpFault(stage, SmtpAnswer.of(code, reply));
    }

    Verdict verdict() {
        return switch (stage) {
            case LOCAL -> Verdict.REFUSED;
            case CONNECT -> Verdict.UNTRIED;
            case BROKEN -> Verdict.LATER;
            case SENDER, RECIPIENT, CONTENT -> {
                if (isSignIn()) {
                    yield Verdict.UNTRIED;
                }
                yield answer.code() >= 500 ? Verdict.REFUSED : Verdict.LATER;
            }
        };
    }

    /** Counts towards the breaker: it says something about our server, not about this message or its recipient. */
    boolean isServerTrouble() {
        return stage == Stage.CONNECT || stage == Stage.BROKEN || isSignIn();
    }

    /** A put-off at the recipient says something about the recipient's domain. */
    boolean isAboutDomain() {
        return stage == Stage.RECIPIENT && verdict() == Verdict.LATER;
    }

    /** The server wants a sign-in that our configuration does not give: no fault of the message. */
    private boolean isSignIn() {
        return switch (answer.code()) {
            case 530, 534, 535, 538 -> true;
            default -> false;
        };
    }
}
