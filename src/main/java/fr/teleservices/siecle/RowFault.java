package fr.teleservices.siecle;

import java.io.Serial;

/** A row that cannot be used; the reason is French. Never leaves the package. No stack trace. */
final class RowFault extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String reason;

    RowFault(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
