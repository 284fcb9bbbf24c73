package fr.teleservices.mail;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential back-off with jitter: each delay lies within a quarter of its nominal value on either side. */
record BackOff(Duration first, int factor, Duration longest, RandomGenerator random) {
    Duration delay(int attempts) {
        double nominal = first.toMillis() * Math.pow(factor, Math.min(attempts, 30));
        double capped = Math.min(nominal, longest.toMillis());
        return Duration.ofMillis(Math.round(capped * (0.75 + random.nextDouble() / 2)));
    }
}
