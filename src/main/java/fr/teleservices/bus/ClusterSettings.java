package fr.teleservices.bus;

import java.util.ArrayList;
import java.util.List;

/**
 * Where this node of a cluster listens for the others, and where it looks for them.
 *
 * @param host address of this machine to which both ports are bound
 * @param port of the cluster manager
 * @param busPort of the event bus
 * @param publicHost under which the others reach this node; the host itself where there is no translation in between
 * @param seeds nodes that are asked first; itself may be among them
 */
public record ClusterSettings(String host, int port, int busPort, String publicHost, List<Seed> seeds) {
    /** A node's cluster manager. */
    public record Seed(String host, int port) {}

    /** @param text {@code host:port, host:port} */
    public static List<Seed> seeds(String text, List<String> faults) {
        List<Seed> seeds = new ArrayList<>();
        for (String one : text.split(",")) {
            int colon = one.lastIndexOf(':');
            String port = one.substring(colon + 1).strip();
            String host = one.substring(0, Math.max(colon, 0)).strip();
            if (host.isEmpty() || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65_535) {
                faults.add("cluster-seeds must be host:port of two nodes or more with commas between, “" + one.strip()
                        + "” is none");
            } else {
                seeds.add(new Seed(host, Integer.parseInt(port)));
            }
        }
        return seeds;
    }
}
