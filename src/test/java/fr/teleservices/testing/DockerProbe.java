package fr.teleservices.testing;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Asks the Docker engine whether it is there: Testcontainers' own search takes long where there is none. */
final class DockerProbe {
    private static final int MILLIS = 1_500;

    private DockerProbe() {}

    static boolean answers() {
        String host = System.getenv().getOrDefault("DOCKER_HOST", "unix:///var/run/docker.sock");
        if (host.startsWith("tcp://")) {
            return true; // said on purpose: Testcontainers may try
        }
        Path socket = Path.of(URI.create(host).getPath());
        return Files.exists(socket)
                && CompletableFuture.supplyAsync(() -> ping(socket))
                        .completeOnTimeout(false, MILLIS, TimeUnit.MILLISECONDS)
                        .join();
    }

    private static boolean ping(Path socket) {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(StandardCharsets.US_ASCII.encode("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n"));
            ByteBuffer answer = ByteBuffer.allocate(64);
            channel.read(answer);
            return StandardCharsets.US_ASCII.decode(answer.flip()).toString().contains(" 200 ");
        } catch (IOException e) {
            return false;
        }
    }
}
