package fr.teleservices.web;

import com.github.jknack.handlebars.Context;
import com.github.jknack.handlebars.EscapingStrategy;
import com.github.jknack.handlebars.Handlebars;
import com.github.jknack.handlebars.Options;
import com.github.jknack.handlebars.Template;
import com.github.jknack.handlebars.cache.ConcurrentMapTemplateCache;
import com.github.jknack.handlebars.context.MapValueResolver;
import com.github.jknack.handlebars.io.ClassPathTemplateLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The templates below {@code /templates}, all compiled at boot. Names are paths from there, for partials too, whatever
 * folder the page is in: {@code {{#> layout/staff pageTitle="…"}}}. A variable that the view record has not, or that is null,
 * throws; {@code .txt.hbs} is not escaped. In pages the marks that French sets off stay with their word.
 *
 * <p>Helpers: {@code {{number n}}}, {@code {{count n "compte" "comptes"}}}, {@code {{asset "teleservices.css"}}},
 * {@code {{#if (eq a b)}}}, {@code pageTitle=(either guardian "…" "…")}.
 */
public final class Templates {
    private static final String SUFFIX = ".hbs";
    private static final String TEXT = ".txt";

    private final Map<String, Template> compiled = new HashMap<>();

    public Templates(Assets assets) {
        Handlebars html = handlebars(EscapingStrategy.HTML_ENTITY, assets);
        Handlebars text = handlebars(EscapingStrategy.NOOP, assets);
        for (String file : Resources.under("templates").keySet()) {
            if (file.endsWith(SUFFIX)) {
                String name = file.substring(0, file.length() - SUFFIX.length());
                compiled.put(name, compile(name.endsWith(TEXT) ? text : html, name));
            }
        }
    }

    private static Template compile(Handlebars handlebars, String name) {
        try {
            return handlebars.compile(name);
        } catch (IOException e) {
            throw new UncheckedIOException("template " + name, e);
        }
    }

    private static Handlebars handlebars(EscapingStrategy escaping, Assets assets) {
        Handlebars handlebars = new Handlebars(new ClassPathTemplateLoader("/templates", SUFFIX))
                .with(escaping)
                .with(new ConcurrentMapTemplateCache())
                .preEvaluatePartialBlocks(false);
        handlebars.registerHelperMissing((Object context, Options options) -> {
            throw new IllegalArgumentException(
                    "{{" + options.helperName + "}} has no value in " + options.fn.filename());
        });
        handlebars.registerHelper("number", (Number value, Options options) -> French.number(value.longValue()));
        handlebars.registerHelper(
                "count",
                (Number value, Options options) ->
                        French.count(value.longValue(), options.<String>param(0), options.<String>param(1)));
        handlebars.registerHelper("of", (String name, Options options) -> French.of(name));
        handlebars.registerHelper("asset", (String name, Options options) -> assets.address(name));
        handlebars.registerHelper("either", (Boolean which, Options options) -> options.<String>param(which ? 0 : 1));
        handlebars.registerHelper(
                "eq",
                (Object value, Options options) ->
                        String.valueOf(value).equals(String.valueOf(options.<Object>param(0))));
        return handlebars;
    }

    /** A text or a page that needs no frame. */
    public String render(String name, Record view) {
        return render(name, view, Frame.EMPTY);
    }

    /**
     * @param name {@code school/services}
     * @param view what the template may read
     * @param frame what the layout reads, as {@code frame.…}
     */
    public String render(String name, Record view, Frame frame) {
        Template template = compiled.get(name);
        if (template == null) {
            throw new IllegalArgumentException("no template " + name);
        }
        Context context = Context.newBuilder(view)
                .combine("frame", frame)
                .resolver(new RecordResolver(), MapValueResolver.INSTANCE)
                .build();
        try {
            String text = template.apply(context);
            return name.endsWith(TEXT) ? text : French.unbrokenPage(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
