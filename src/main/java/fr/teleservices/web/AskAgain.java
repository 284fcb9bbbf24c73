package fr.teleservices.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The page that asks password and code once more before something sensitive. What a form has sent goes with it and on to where it
 * was meant for; only where there is a password in it one is led back to the form, and told so.
 */
public final class AskAgain {
    public static final String PATH = "/gestion/identite";
    public static final String PASSWORD = "proofPassword";
    public static final String CODE = "proofCode";

    private static final String NEXT = "proofNext";
    private static final String RESEND = "proofResend";
    private static final String OWN = "proof";
    private static final String HOME = "/gestion";
    private static final Pattern SECRET = Pattern.compile("(?i).*password.*|code");

    private AskAgain() {}

    record Field(String name, String value) {}

    /**
     * @param next where one goes on
     * @param resend whether the form's fields go on with one
     * @param back whether a form has to be filled in once more
     * @param code whether a code is asked as well
     * @param provider name of the identity provider that can say so too; empty: none
     * @param form where one goes on after that: what was sent does not go along
     */
    record View(
            String next,
            boolean resend,
            boolean back,
            boolean code,
            List<Field> fields,
            String provider,
            String form,
            String sentence,
            Map<String, String> errors) {}

    /** In the place of what was asked for. */
    static Future<Void> before(Visit visit) {
        String path = visit.context().request().uri();
        if (visit.context().request().method().equals(HttpMethod.GET)
                || visit.context().request().method().equals(HttpMethod.HEAD)) {
            return visit.seeOther(
                    PATH + "?next=" + URLEncoder.encode(LocalPath.orElse(path, HOME), StandardCharsets.UTF_8));
        }
        boolean secret = visit.context().request().formAttributes().entries().stream()
                .anyMatch(field -> SECRET.matcher(field.getKey()).matches()
                        && !field.getValue().isEmpty());
        return page(
                visit,
                403,
                secret ? cameFrom(visit) : LocalPath.orElse(path, HOME),
                !secret,
                secret ? List.of() : fields(visit),
                "",
                Map.of());
    }

    /** Asked for by itself: {@code next} says where one wanted to go. */
    public static Future<Void> page(Visit visit) {
        return page(visit, 200, local(visit.query().get("next")), false, List.of(), "", Map.of());
    }

    /** The same again with what was wrong. */
    public static Future<Void> again(Visit visit, int status, String sentence, Map<String, String> errors) {
        return page(visit, status, next(visit), visit.form().has(RESEND), fields(visit), sentence, errors);
    }

    /** Where one was: a form is sent on with its fields (307 has the browser do so). */
    public static Future<Void> goOn(Visit visit) {
        return visit.form().has(RESEND)
                ? visit.context()
                        .response()
                        .setStatusCode(307)
                        .putHeader("Location", next(visit))
                        .end()
                : visit.seeOther(next(visit));
    }

    private static String next(Visit visit) {
        return local(visit.form().get(NEXT));
    }

    /** Only of this site, and only of the staff's pages. */
    private static String local(String path) {
        return path.startsWith(HOME + "/") ? LocalPath.orElse(path, HOME) : HOME;
    }

    private static Future<Void> page(
            Visit visit,
            int status,
            String next,
            boolean resend,
            List<Field> fields,
            String sentence,
            Map<String, String> errors) {
        boolean back = status == 403 && !resend;
        return visit.page(
                status,
                "school/identity",
                new View(
                        next,
                        resend,
                        back,
                        visit.staff().secondFactorDone(),
                        fields,
                        visit.staffProvider(),
                        resend ? cameFrom(visit) : next,
                        sentence,
                        errors));
    }

    private static List<Field> fields(Visit visit) {
        List<Field> fields = new ArrayList<>();
        visit.context().request().formAttributes().forEach(field -> {
            if (!field.getKey().startsWith(OWN)) {
                fields.add(new Field(field.getKey(), field.getValue()));
            }
        });
        return fields;
    }

    /** The page whose form it was, as the browser says; its word is good for a path of ours alone. */
    private static String cameFrom(Visit visit) {
        String referer = visit.header("Referer");
        if (referer == null) {
            return HOME;
        }
        try {
            URI from = URI.create(referer);
            return local(from.getRawPath() + (from.getRawQuery() == null ? "" : "?" + from.getRawQuery()));
        } catch (IllegalArgumentException malformed) {
            return HOME;
        }
    }
}
