package fr.teleservices.api;

import fr.teleservices.school.StaffService;
import fr.teleservices.school.TokenService;
import fr.teleservices.web.Permission;
import fr.teleservices.web.Route;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Access tokens for the password of a staff account. */
final class TokenApi {
    private final Contract contract;
    private final StaffService staff;
    private final TokenService tokens;

    TokenApi(Contract contract, StaffService staff, TokenService tokens) {
        this.contract = contract;
        this.staff = staff;
        this.tokens = tokens;
    }

    List<Route> routes() {
        return List.of(
                Route.post(Api.BASE + "/tokens", Permission.PUBLIC, contract.checked("createToken", this::create)));
    }

    private Future<Void> create(Visit visit) {
        JsonObject typed = visit.json();
        return staff.signIn(
                        typed.getString("login"),
                        typed.getString("password"),
                        typed.getString("code", ""),
                        visit.clientAddress())
                .compose(signedIn -> visit.json(
                        200,
                        new JsonObject()
                                .put("accessToken", tokens.issue(signedIn))
                                .put("expiresIn", TokenService.LIFE.toSeconds())));
    }
}
