package fr.teleservices.boot;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every key of the configuration with its default. {@code db-uri} in the file is {@code TELESERVICES_DB_URI} in the
 * environment, which wins. The file in {@code conf/} explains each.
 */
public enum Setting {
    HOST("127.0.0.1"),
    PORT("8080"),
    BASE_URL(""),
    BEHIND_PROXY("false"),
    UPLOADS_DIR(""),
    LOG_FORMAT("text"),
    DB_URI(""),
    DB_ADMIN_URI(""),
    DB_POOL_SIZE("16"),
    KEYS_DIR("keys"),
    PASSWORD_THREADS("0"),
    LETTER_WORKERS("0"),
    SMTP_HOST("localhost"),
    SMTP_PORT("25"),
    SMTP_TLS(""),
    SMTP_USER(""),
    SMTP_PASSWORD(""),
    SMTP_FROM("ne-pas-repondre@localhost.example.org"),
    SMTP_FROM_NAME("Téléservices"),
    SMTP_OWN_NAME("localhost"),
    SMTP_POOL_SIZE("10"),
    SMTP_WORKERS("0"),
    SMTP_MAILS_PER_CONNECTION("200"),
    SMTP_MAILS_PER_SECOND("0"),
    SMTP_SENDING_PER_DOMAIN("0"),
    SMTP_CONNECT_TIMEOUT_SECONDS("10"),
    SMTP_COMMAND_TIMEOUT_SECONDS("30"),
    SMTP_PLAIN_ELSEWHERE("false"),
    SMTP_TRUST_ALL("false"),
    SMTP_DKIM_DOMAIN(""),
    SMTP_DKIM_SELECTOR(""),
    SMTP_DKIM_KEY_FILE(""),
    MAIL_LEASE_SECONDS("20"),
    LETTER_LEASE_SECONDS("30"),
    CLUSTER_HOST("127.0.0.1"),
    CLUSTER_PORT("7800"),
    CLUSTER_BUS_PORT("7801"),
    CLUSTER_PUBLIC_HOST(""),
    CLUSTER_SEEDS("");

    static final String PREFIX = "TELESERVICES_";

    private final String byDefault;

    Setting(String byDefault) {
        this.byDefault = byDefault;
    }

    public String byDefault() {
        return byDefault;
    }

    /** As in the file: {@code smtp-host}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** As in the environment: {@code TELESERVICES_SMTP_HOST}. */
    public String variable() {
        return PREFIX + name();
    }

    static Optional<Setting> ofKey(String key) {
        return Arrays.stream(values())
                .filter(setting -> setting.key().equals(key))
                .findFirst();
    }
}
