package fr.teleservices.letter;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Letters to one PDF, exactly one A4 page each. A page that cannot be printed fails alone. No state between calls, so
 * threads may share one.
 */
public final class LetterRenderer {
    private static final Logger LOG = LoggerFactory.getLogger(LetterRenderer.class);

    /** Builds the fonts, a third of a second, so that the first letter does not have to. */
    public LetterRenderer() {
        Glyphs.missing("a");
    }

    /**
     * Up to 2,000 letters; about one kilobyte each.
     *
     * @param title of the document
     */
    public RenderedPart render(String title, List<LetterPage> pages) {
        List<RenderedPart.Outcome> outcomes = new ArrayList<>(pages.size());
        List<PageLayout> letters = new ArrayList<>(pages.size());
        layOut(pages, letters, outcomes);
        if (letters.isEmpty()) {
            return new RenderedPart(new byte[0], outcomes);
        }
        try {
            return new RenderedPart(PartPdf.write(title, letters), outcomes);
        } catch (RuntimeException e) {
            LOG.warn("a part of {} letters could not be written, looking for the page at fault", letters.size(), e);
            return withoutPoison(title, letters, outcomes);
        }
    }

    private static void layOut(List<LetterPage> pages, List<PageLayout> letters, List<RenderedPart.Outcome> outcomes) {
        Forms forms = new Forms();
        for (LetterPage page : pages) {
            try {
                letters.add(PageLayout.of(page, forms.of(page.form())));
                outcomes.add(new RenderedPart.OnPage(letters.size()));
            } catch (LetterFault fault) {
                outcomes.add(new RenderedPart.NotPrinted(fault.code(), fault.sentence()));
            } catch (RuntimeException e) {
                LOG.warn("a letter could not be laid out", e);
                outcomes.add(unprintable());
            }
        }
    }

    /** Cannot happen as far as known; still, one page must not hold up two thousand. */
    private static RenderedPart withoutPoison(
            String title, List<PageLayout> letters, List<RenderedPart.Outcome> outcomes) {
        Set<PageLayout> poison = Collections.newSetFromMap(new IdentityHashMap<>());
        collectPoison(letters, poison);
        List<PageLayout> sound = new ArrayList<>();
        List<RenderedPart.Outcome> revised = new ArrayList<>();
        for (RenderedPart.Outcome outcome : outcomes) {
            if (outcome instanceof RenderedPart.OnPage page) {
                PageLayout letter = letters.get(page.number() - 1);
                if (poison.contains(letter)) {
                    revised.add(unprintable());
                    continue;
                }
                sound.add(letter);
                revised.add(new RenderedPart.OnPage(sound.size()));
            } else {
                revised.add(outcome);
            }
        }
        return new RenderedPart(sound.isEmpty() ? new byte[0] : PartPdf.write(title, sound), revised);
    }

    private static void collectPoison(List<PageLayout> letters, Set<PageLayout> poison) {
        try {
            PartPdf.write("", letters);
        } catch (RuntimeException e) {
            if (letters.size() == 1) {
                poison.add(letters.get(0));
                return;
            }
            int middle = letters.size() / 2;
            collectPoison(letters.subList(0, middle), poison);
            collectPoison(letters.subList(middle, letters.size()), poison);
        }
    }

    private static RenderedPart.NotPrinted unprintable() {
        return new RenderedPart.NotPrinted("not-printable", "Ce courrier n’a pas pu être mis en page.");
    }

    /** Layouts of the forms of one part: usually one to four, found by identity. */
    private static final class Forms {
        private final IdentityHashMap<LetterForm, FormLayout> byIdentity = new IdentityHashMap<>();
        private final Map<LetterForm, FormLayout> byValue = new HashMap<>();

        FormLayout of(LetterForm form) {
            FormLayout known = byIdentity.get(form);
            if (known == null) {
                known = byValue.computeIfAbsent(form, FormLayout::new);
                byIdentity.put(form, known);
            }
            return known;
        }
    }
}
