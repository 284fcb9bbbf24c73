package fr.teleservices.api;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Action;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestUtils;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatorException;
import java.util.Objects;

/** The published description of the API; what it does not describe is refused before an action sees it. */
public final class Contract {
    static final String FILE = "openapi.yaml";

    private final OpenAPIContract contract;
    private final RequestValidator validator;
    private final Buffer text;

    private Contract(OpenAPIContract contract, RequestValidator validator, Buffer text) {
        this.contract = contract;
        this.validator = validator;
        this.text = text;
    }

    public static Future<Contract> load(Vertx vertx) {
        return OpenAPIContract.from(vertx, FILE)
                .compose(contract -> vertx.fileSystem()
                        .readFile(FILE)
                        .map(text -> new Contract(contract, RequestValidator.create(vertx, contract), text)));
    }

    OpenAPIContract description() {
        return contract;
    }

    /** The action behind the check of parameters and body. */
    Action checked(String operationId, Action action) {
        Operation operation = Objects.requireNonNull(contract.operation(operationId), operationId);
        return visit -> check(visit, operation).compose(fine -> action.serve(visit));
    }

    private Future<Void> check(Visit visit, Operation operation) {
        Buffer body = visit.context().body().buffer();
        Buffer sent = body == null ? Buffer.buffer() : body;
        return RequestUtils.extract(visit.context().request(), operation, () -> Future.succeededFuture(sent))
                .compose(request -> validator.validate(request, operation.getOperationId()))
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof ValidatorException fault
                        ? Future.failedFuture(
                                Refusal.invalid("invalid-request", sentence(fault)).asFailure())
                        : Future.failedFuture(failure));
    }

    private static String sentence(ValidatorException fault) {
        Throwable cause = fault.getCause();
        String said = Objects.requireNonNullElse(fault.getMessage(), "");
        String more = cause == null || cause.getMessage() == null ? "" : " " + cause.getMessage();
        String whole = "La requête ne suit pas la description de l’API : " + said + more;
        return whole.length() > 500 ? whole.substring(0, 500) : whole;
    }

    Future<Void> serve(Visit visit) {
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(text);
    }
}
