package fr.teleservices.api;

import fr.teleservices.kernel.Refusal;
import fr.teleservices.web.Action;
import fr.teleservices.web.Resources;
import fr.teleservices.web.Visit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ValidatorErrorType;
import io.vertx.openapi.validation.ValidatorException;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The published description of the API; what it does not describe is refused before an action sees it. */
public final class Contract {
    static final String FILE = "openapi.yaml";

    /** The library wants a whole address. */
    private static final String LOCAL = "http://localhost/api/v1";

    private final OpenAPIContract contract;
    private final RequestValidator validator;
    private final Buffer text;

    private Contract(OpenAPIContract contract, RequestValidator validator, Buffer text) {
        this.contract = contract;
        this.validator = validator;
        this.text = text;
    }

    public static Future<Contract> load(Vertx vertx) {
        return vertx.executeBlocking(() -> Buffer.buffer(Resources.file(FILE)))
                .compose(text -> OpenAPIContract.from(vertx, requestsOf(text))
                        .map(contract -> new Contract(contract, RequestValidator.create(vertx, contract), text)));
    }

    /** The library knows few media types of answers, and answers are not checked here: they are left out. */
    private static JsonObject requestsOf(Buffer text) {
        JsonObject whole = yaml(text);
        JsonObject paths = whole.getJsonObject("paths");
        for (String path : paths.fieldNames()) {
            JsonObject operations = paths.getJsonObject(path);
            for (String method : operations.fieldNames()) {
                if (operations.getValue(method) instanceof JsonObject operation) {
                    operation.put(
                            "responses",
                            new JsonObject().put("default", new JsonObject().put("description", "An answer.")));
                }
            }
        }
        whole.getJsonObject("components").remove("responses");
        return whole;
    }

    private static JsonObject yaml(Buffer text) {
        Map<String, Object> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(text.toString());
        return new JsonObject(new JsonObject(read).encode()); // maps become objects all the way down
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
        return validator
                .validate(Asked.of(visit, operation), operation.getOperationId())
                .<Void>mapEmpty()
                .recover(failure ->
                        Future.failedFuture(failure instanceof ValidatorException fault ? answer(fault) : failure));
    }

    private static Throwable answer(ValidatorException fault) {
        return fault.type() == ValidatorErrorType.UNSUPPORTED_VALUE_FORMAT
                ? new HttpException(415)
                : Refusal.invalid("invalid-request", sentence(fault)).asFailure();
    }

    private static String sentence(ValidatorException fault) {
        Throwable cause = fault.getCause();
        String said = Objects.requireNonNullElse(fault.getMessage(), "");
        String more = cause == null || cause.getMessage() == null ? "" : " " + cause.getMessage();
        String whole = "La requête ne suit pas la description de l’API : " + said + more;
        return whole.length() > 500 ? whole.substring(0, 500) : whole;
    }

    /** With the address of this service in it. */
    Future<Void> serve(Visit visit, String origin) {
        return visit.context()
                .response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/yaml")
                .end(text.toString().replace(LOCAL, origin + Api.BASE));
    }
}
