package fr.teleservices.mail;

import java.io.Serial;

/** Carries an {@link SmtpFault} through a failed future. No stack trace: a run can have thousands. */
final class SmtpFailure extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient SmtpFault fault;

    SmtpFailure(SmtpFault fault) {
        super(fault.stage() + " " + fault.answer().code(), null, false, false);
        this.fault = fault;
    }

    SmtpFault fault() {
        return fault;
    }
}
