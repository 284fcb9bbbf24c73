package fr.teleservices.boot;

import fr.teleservices.meter.Traces;

/**
 * Where traces go.
 *
 * @param authorization secret; empty: none
 */
record TraceConfig(String endpoint, String authorization, int percent) {
    /** @param behindProxy whether the proxy's own traces are gone on with */
    Traces open(boolean behindProxy) {
        return new Traces(endpoint, authorization, percent, behindProxy);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "TraceConfig[" + endpoint + ", " + percent + " %]";
    }
}
