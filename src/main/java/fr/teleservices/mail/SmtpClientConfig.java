package fr.teleservices.mail;

import io.vertx.ext.mail.CanonicalizationAlgorithm;
import io.vertx.ext.mail.DKIMSignAlgorithm;
import io.vertx.ext.mail.DKIMSignOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The mail client's configuration; easy to get wrong, each line for a reason. */
final class SmtpClientConfig {
    private static final List<String> SIGNED = List.of(
            "From",
            "To",
            "Reply-To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type");

    private SmtpClientConfig() {}

    /** A new configuration for each client: the client writes into it. */
    static MailConfig of(SmtpSettings settings, int connections) {
        MailConfig config = new MailConfig()
                .setHostname(settings.host())
                .setPort(settings.port())
                .setOwnHostname(settings.ownName())
                .setMaxPoolSize(connections)
                .setKeepAlive(true)
                .setMaxMailsPerConnection(settings.mailsPerConnection())
                // one refused recipient must fail its message with the server's own words, not with those for DATA
                .setAllowRcptErrors(false)
                .setSsl(settings.tls() == SmtpSettings.Tls.TLS)
                .setStarttls(
                        settings.tls() == SmtpSettings.Tls.STARTTLS
                                ? StartTLSOptions.REQUIRED
                                : StartTLSOptions.DISABLED)
                .setTrustAll(settings.trustAll());
        setSignIn(config, settings);
        setTimes(config, settings);
        settings.dkim().ifPresent(dkim -> config.setEnableDKIM(true).setDKIMSignOption(signing(dkim)));
        return config;
    }

    private static void setSignIn(MailConfig config, SmtpSettings settings) {
        if (settings.user().isEmpty()) {
            config.setLogin(LoginOption.DISABLED);
        } else {
            config.setLogin(LoginOption.REQUIRED).setUsername(settings.user()).setPassword(settings.password());
        }
    }

    private static void setTimes(MailConfig config, SmtpSettings settings) {
        config.setConnectTimeout(Math.toIntExact(settings.connectTimeout().toMillis()))
                .setSslHandshakeTimeout(settings.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                // the client has no time-out for a command: silence of the socket is what ends one
                .setIdleTimeout(Math.toIntExact(settings.commandTimeout().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                // and closes the idle connections too: the client's own cleaner (#222) is not needed beside it
                .setPoolCleanerPeriod(0)
                .setKeepAliveTimeout(0);
    }

    private static DKIMSignOptions signing(SmtpSettings.Dkim dkim) {
        return new DKIMSignOptions()
                .setSdid(dkim.domain())
                .setSelector(dkim.selector())
                .setPrivateKey(dkim.privateKey())
                .setSignAlgo(DKIMSignAlgorithm.RSA_SHA256)
                .setHeaderCanonAlgo(CanonicalizationAlgorithm.RELAXED)
                .setBodyCanonAlgo(CanonicalizationAlgorithm.RELAXED)
                .setSignedHeaders(SIGNED);
    }
}
