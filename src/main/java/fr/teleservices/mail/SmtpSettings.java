package fr.teleservices.mail;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The outgoing server.
 *
 * @param user empty: no sign-in
 * @param from sender of all mails
 * @param ownName the name given in EHLO
 * @param poolSize connections of one worker, those for urgent messages not counted
 * @param workers how many workers, each with its own client and event loop
 * @param mailsPerConnection a connection is given up after so many
 * @param mailsPerSecond of one process, all its workers together; 0: no limit
 * @param sendingPerDomain mails at once to one destination domain, likewise; 0: no limit
 * @param connectTimeout for the connection and for the TLS handshake
 * @param commandTimeout a server that is silent for so long is given up
 * @param plainElsewhere allows a connection without TLS to another machine
 * @param trustAll takes any certificate: for tests of an installation
 */
public record SmtpSettings(
        String host,
        int port,
        Tls tls,
        String user,
        String password,
        MailAddress from,
        String ownName,
        int poolSize,
        int workers,
        int mailsPerConnection,
        int mailsPerSecond,
        int sendingPerDomain,
        Duration connectTimeout,
        Duration commandTimeout,
        Optional<Dkim> dkim,
        boolean plainElsewhere,
        boolean trustAll) {
    /** How the connection is kept secret. */
    public enum Tls {
        NONE,
        STARTTLS,
        TLS
    }

    /**
     * Signs every mail.
     *
     * @param domain the signing domain
     * @param selector names the public key's DNS record
     * @param privateKey RSA, PKCS#8, base64 without the PEM lines
     */
    public record Dkim(String domain, String selector, String privateKey) {
        @Override
        public String toString() {
            return "Dkim[" + selector + "._domainkey." + domain + "]";
        }
    }

    /** A server on this machine, without TLS or sign-in. */
    public static SmtpSettings loopback(int port, MailAddress from) {
        return new SmtpSettings(
                "127.0.0.1",
                port,
                Tls.NONE,
                "",
                "",
                from,
                "localhost",
                10,
                2,
                200,
                0,
                0,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Optional.empty(),
                false,
                false);
    }

    /** Every fault, each a sentence that names the key; empty when all is well. */
    public List<String> validate() {
        List<String> faults = new ArrayList<>();
        check(faults, !host.isBlank(), "smtp-host is empty");
        check(faults, port >= 1 && port <= 65_535, "smtp-port must be from 1 to 65535, it is " + port);
        check(faults, from.envelope().isPresent(), "smtp-from is not a mail address");
        check(faults, user.isEmpty() == password.isEmpty(), "smtp-user and smtp-password go together");
        check(faults, poolSize >= 1 && poolSize <= 500, "smtp-pool-size must be from 1 to 500, it is " + poolSize);
        check(faults, workers >= 1 && workers <= 64, "smtp-workers must be from 1 to 64, it is " + workers);
        check(faults, mailsPerConnection >= 1, "smtp-mails-per-connection must be 1 or more");
        check(faults, mailsPerSecond >= 0, "smtp-mails-per-second must be 0 (no limit) or more");
        check(faults, sendingPerDomain >= 0, "smtp-sending-per-domain must be 0 (no limit) or more");
        check(faults, isPositive(connectTimeout), "smtp-connect-timeout-seconds must be longer than zero");
        check(faults, isPositive(commandTimeout), "smtp-command-timeout-seconds must be longer than zero");
        check(
                faults,
                tls != Tls.NONE || isLoopback() || plainElsewhere,
                "smtp-tls is NONE towards " + host + ": use STARTTLS or TLS, or set smtp-plain-elsewhere");
        dkim.ifPresent(d -> {
            check(faults, !d.domain().isBlank() && !d.selector().isBlank(), "smtp-dkim needs a domain and a selector");
            check(faults, DkimKey.isValid(d.privateKey()), "smtp-dkim-key-file is not an RSA key in PKCS#8");
        });
        return faults;
    }

    /** By name or number, without a look-up. */
    boolean isLoopback() {
        return host.equals("localhost")
                || host.matches("127(\\.\\d{1,3}){3}")
                || host.equals("::1")
                || host.equals("[::1]");
    }

    private static boolean isPositive(Duration duration) {
        return !duration.isNegative() && !duration.isZero();
    }

    private static void check(List<String> faults, boolean right, String fault) {
        if (!right) {
            faults.add(fault);
        }
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "SmtpSettings[" + host + ":" + port + ", " + tls + ", from " + from.address() + "]";
    }
}
