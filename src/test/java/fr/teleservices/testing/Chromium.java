package fr.teleservices.testing;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
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
    private static final int PHONE = 360;
    /** {@code -Dscreenshots=true}: half of a story's time goes into writing them. */
    private static final boolean PICTURES = Boolean.getBoolean("screenshots");

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
                        .setViewportSize(DESK, 900))
                .newPage();
    }

    /** Pictures of the page at both widths where they were asked for; what scrolls sideways or is shut to a screen reader goes to {@link #faults}. */
    public void look(Page page, String name) {
        picture(page, name, DESK, 900);
        picture(page, name, PHONE, 740);
        if (page.frames().size() == 1) { // axe waits for ever for a frame that may run no script, as a mail's
            checkAccess(page, name);
        }
        page.setViewportSize(DESK, 900);
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

    private void picture(Page page, String name, int width, int height) {
        page.setViewportSize(width, height);
        if (PICTURES) {
            page.screenshot(new Page.ScreenshotOptions()
                    .setFullPage(true)
                    .setPath(pictures.resolve(name + "-" + width + ".png")));
        }
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
