package fr.teleservices.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The machine's own Chromium, driven; nothing is downloaded. It looks at pages as on a desk and as on an old phone. */
public final class Chromium implements AutoCloseable {
    private static final List<Path> PLACES = List.of(
            Path.of("/usr/bin/chromium"), Path.of("/usr/bin/chromium-browser"), Path.of("/usr/bin/google-chrome"));
    private static final int DESK = 1280;
    /** A desk, a tablet, an old phone. */
    private static final List<Integer> WIDTHS = List.of(DESK, 768, 360);
    /** A page of 1280 pixels at 200 % and at 400 %: nothing may have to be scrolled sideways. */
    private static final List<Integer> ZOOMED = List.of(640, 320);
    /** With the menu beside it: what is left is as wide as the page of the guide. */
    private static final int GUIDE_WIDTH = 1000;

    private static final int GUIDE_HEIGHT = 620;
    public static final Path OF_STORIES = Path.of("target", "screenshots").toAbsolutePath();
    /** {@code -Dscreenshots=true}: most of a story's time goes into writing them. */
    public static final boolean PICTURES = Boolean.getBoolean("screenshots");

    private final Playwright playwright;
    private final Browser browser;
    private final Path pictures;
    private final List<String> faults = new ArrayList<>();

    private Chromium(Playwright playwright, Browser browser, Path pictures) {
        this.playwright = playwright;
        this.browser = browser;
        this.pictures = pictures;
    }

    public static Optional<Path> executable() {
        return PLACES.stream().filter(Files::isExecutable).findFirst();
    }

    /** With its pictures where all stories put theirs; whoever has no Chromium skips the story. */
    public static Chromium ofAStory() {
        Optional<Path> found = executable();
        assumeTrue(found.isPresent(), "skipped: no Chromium in /usr/bin");
        try {
            return start(found.get(), Files.createDirectories(OF_STORIES));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param pictures the folder of the screenshots */
    public static Chromium start(Path executable, Path pictures) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setHeadless(true)
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Chromium(playwright, browser, pictures);
    }

    /** Of a person who has not been here before: no cookies. */
    public Page person(String origin) {
        return browser.newContext(new Browser.NewContextOptions()
                        .setBaseURL(origin)
                        .setLocale("fr-FR")
                        .setTimezoneId("Europe/Paris")
                        .setReducedMotion(ReducedMotion.REDUCE) // no picture between two colours
                        .setViewportSize(DESK, 900))
                .newPage();
    }

    /**
     * What scrolls sideways, is not what every page has to be, or is shut to a screen reader goes to {@link #faults}; with
     * {@link #pictures} where they were asked for.
     */
    public void look(Page page, String name) {
        WIDTHS.forEach(width -> fits(page, name, width));
        ZOOMED.forEach(width -> fits(page, name, width));
        page.setViewportSize(DESK, 900);
        checkForm(page, name);
        boolean axe = page.frames().size() == 1; // axe waits for ever for a frame that may run no script, as a mail's
        if (axe) {
            checkAccess(page, name);
        }
        if (PICTURES) {
            pictures(page, name);
            if (axe) {
                scheme(page, ColorScheme.DARK);
                checkAccess(page, name + " by night");
                scheme(page, ColorScheme.LIGHT);
            }
        }
    }

    /** Each width by day and by night. */
    public void pictures(Page page, String name) {
        for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
            scheme(page, scheme);
            for (int width : WIDTHS) {
                page.setViewportSize(width, 900);
                frames(page, width);
                String night = scheme == ColorScheme.DARK ? "-nuit" : "";
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(pictures.resolve(name + "-" + width + night + ".png")));
            }
        }
        page.setViewportSize(DESK, 900);
    }

    /** A frame below the edge of the screen is not painted, and would be a white box in the picture: the screen is as high as the page then. */
    private static void frames(Page page, int width) {
        if (page.frames().size() > 1) {
            page.setViewportSize(
                    width, ((Number) page.evaluate("() => document.documentElement.scrollHeight")).intValue());
            page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        }
    }

    private static void scheme(Page page, ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
    }

    /** A picture of the main part for the guide, where pictures were asked for; a link to it stands in {@code docs/guide}. */
    public void guide(Page page, String name) {
        if (!PICTURES) {
            return;
        }
        page.setViewportSize(GUIDE_WIDTH, 900);
        BoundingBox main = page.locator("main").boundingBox();
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setClip(main.x, main.y, main.width, Math.min(main.height, GUIDE_HEIGHT))
                .setPath(guidePicture(name)));
        page.setViewportSize(DESK, 900);
    }

    /** Where a picture of the guide is kept. */
    public static Path guidePicture(String name) {
        return Path.of("docs", "guide", "images", name + ".png").toAbsolutePath();
    }

    private void checkForm(Page page, String name) {
        for (Object fault : (List<?>) page.evaluate(PageForm.SCRIPT)) {
            faults.add(name + ": " + fault);
        }
    }

    private void checkAccess(Page page, String name) {
        for (Rule rule : new AxeBuilder(page)
                // all in the page itself: no page of ours has a frame from elsewhere, and it takes a third of the time
                .setLegacyMode(true)
                .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"))
                .analyze()
                .getViolations()) {
            faults.add(
                    name + ": " + rule.getHelp() + ": " + rule.getNodes().get(0).getHtml());
        }
    }

    private void fits(Page page, String name, int width) {
        page.setViewportSize(width, 900);
        int wide = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        if (wide > width) {
            faults.add(name + ": " + wide + " px wide on a screen of " + width);
        }
    }

    /** What {@link #look} has found. */
    public List<String> faults() {
        return faults;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
