package fr.teleservices.credential;

import static fr.teleservices.testing.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("trust-28")
class PasswordServiceTest {
    @Test
    void aSignInThatBreaksLeavesItsPlaceToTheNextOne() {
        Vertx vertx = Vertx.vertx();
        try {
            PasswordService passwords = new PasswordService(vertx, 1, 1);
            assertThatThrownBy(() -> await(passwords.admit(() -> {
                        throw new IllegalStateException("thrown, not failed");
                    })))
                    .hasMessageContaining("thrown, not failed");
            assertThat(await(passwords.admit(() -> Future.succeededFuture("in"))))
                    .isEqualTo("in");
        } finally {
            await(vertx.close());
        }
    }
}
