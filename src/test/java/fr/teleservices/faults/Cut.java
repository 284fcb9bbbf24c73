package fr.teleservices.faults;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Nothing arrives at or from these ports any more until it is closed, as when a switch fails: no reset, no word. Root and nft(8) alone can. */
final class Cut implements AutoCloseable {
    private static final String TABLE =
            "teleservices_test_" + ProcessHandle.current().pid();

    /** Whether it can be done here. */
    static boolean isPossible() {
        try {
            return nft("list tables") == 0;
        } catch (IOException e) {
            return false;
        }
    }

    Cut(List<Integer> ports) throws IOException {
        String all = ports.stream().map(String::valueOf).collect(Collectors.joining(", ", "{ ", " }"));
        int code = nft("""
                table inet %1$s {
                  chain cut {
                    type filter hook input priority 0
                    tcp dport %2$s drop
                    tcp sport %2$s drop
                  }
                }
                """.formatted(TABLE, all));
        if (code != 0) {
            throw new IOException("nft ended with " + code);
        }
    }

    /** Whether the kernel knows of it. */
    boolean isMade() throws IOException {
        return nft("list table inet " + TABLE) == 0;
    }

    @Override
    public void close() throws IOException {
        nft("delete table inet " + TABLE);
    }

    private static int nft(String script) throws IOException {
        Process process = new ProcessBuilder("nft", "-f", "-")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        process.getOutputStream().write((script + "\n").getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        try {
            return process.waitFor(10, TimeUnit.SECONDS) ? process.exitValue() : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }
}
