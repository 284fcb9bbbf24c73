# The jar, then an image with a Java runtime and nothing else of ours.
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY .mvn .mvn
COPY pom.xml .
RUN mvn -B -q dependency:go-offline || true
COPY conf conf
COPY docs/guide docs/guide
COPY webroot webroot
COPY src/main src/main
RUN mvn -B -q -Dmaven.test.skip=true package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin teleservices \
 && mkdir -p /app /keys \
 && chown teleservices /keys && chmod 700 /keys
WORKDIR /app
COPY --from=build /build/target/teleservices.jar /app/teleservices.jar
COPY conf /app/conf
USER 10001

# The keys are the one thing that must not be lost: without them no letter and no running activation can be read again.
VOLUME /keys
# /tmp has to be writable (a tmpfs will do; imports of up to 300 MB pass through it); everything else may be read-only.
# Behind an address that is not this machine's, TELESERVICES_BASE_URL has to be set.
ENV TELESERVICES_HOST=0.0.0.0 \
    TELESERVICES_PORT=8080 \
    TELESERVICES_MONITORING_PORT=9090 \
    TELESERVICES_KEYS_DIR=/keys \
    TELESERVICES_LOG_FORMAT=json \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=60 -XX:+ExitOnOutOfMemoryError -Dvertx.cacheDirBase=/tmp/vertx-cache"
EXPOSE 8080 9090

# By the shell's own sockets: the image needs no curl.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s CMD ["bash", "-c", \
  "exec 3<>/dev/tcp/127.0.0.1/${TELESERVICES_MONITORING_PORT:-$TELESERVICES_PORT} && printf 'GET /health/ready HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r -t 2.5 line <&3 && [[ $line == *' 200 '* ]] || exit 1"]

# SIGTERM reaches Java itself: it finishes what is in flight.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/app/teleservices.jar"]
CMD ["serve"]
