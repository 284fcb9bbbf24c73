package fr.teleservices.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What one client can send from: its IPv4 address, or its IPv6 network of 64 bits, in which every host has addresses at will. */
public final class ClientNetwork {
    private static final int PARTS = 8;
    private static final int OF_NETWORK = 4;

    private ClientNetwork() {}

    /** @param address as a socket or a proxy writes it; what is no IPv6 address comes back as it is */
    public static String of(String address) {
        int zone = address.indexOf('%');
        String text = zone < 0 ? address : address.substring(0, zone);
        if (!text.matches("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")) {
            return address;
        }
        int dots = text.indexOf("::");
        List<String> parts = parts(dots < 0 ? text : text.substring(0, dots));
        int written =
                parts.size() + (dots < 0 ? 0 : parts(text.substring(dots + 2)).size());
        while (dots >= 0 && parts.size() < OF_NETWORK && written++ < PARTS) {
            parts.add("0");
        }
        if (dots >= 0) {
            parts.addAll(parts(text.substring(dots + 2)));
        }
        if (parts.stream().limit(OF_NETWORK).allMatch("0"::equals)) {
            return address; // an IPv4 address in the clothes of an IPv6 one, or this machine
        }
        return String.join(":", parts.subList(0, Math.min(OF_NETWORK, parts.size()))) + "::/64";
    }

    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split(":")) {
            if (!part.isEmpty()) {
                String bare = part.replaceFirst("^0+(?=.)", "");
                parts.add(bare.toLowerCase(Locale.ROOT));
            }
        }
        return parts;
    }
}
