package fr.teleservices.testing;

import com.microsoft.playwright.Page;

/** A person without a mouse: Tab after Tab until what has the focus answers to a selector. */
public record Keyboard(Page page) {
    private static final int MOST_TABS = 200;

    public Keyboard to(String selector) {
        for (int i = 0; i < MOST_TABS; i++) {
            page.keyboard().press("Tab");
            if ((boolean) page.evaluate("s => document.activeElement.matches(s)", selector)) {
                return this;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector + " on " + page.url());
    }

    public void type(String selector, String text) {
        to(selector);
        page.keyboard().type(text);
    }

    /** Follows a link or presses a button. */
    public void enter(String selector) {
        to(selector);
        page.keyboard().press("Enter");
    }
}
