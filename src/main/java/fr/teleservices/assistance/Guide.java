package fr.teleservices.assistance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;

/**
 * The guide of {@code docs/guide}, as pages of the service. In its links {@code menu:CONTACT} is that entry of the menu,
 * {@code ecran:profil} a page below {@code /gestion/}, {@code simulation.md} another page of the guide.
 */
final class Guide {
    static final String PATH = "/gestion/aide";
    static final String IMAGES = PATH + "/images/";
    private static final String MARKDOWN = ".md";
    private static final String FOLDER = "images/";
    private static final int PNG_WIDTH = 16;
    private static final int PNG_HEAD = 24;

    private final Map<String, Page> pages = new TreeMap<>();
    private final Map<String, byte[]> images = new TreeMap<>();

    /** @param html of ours, with links of {@code menu:} still to be led somewhere */
    record Page(String title, String html) {}

    /** @param files path below {@code docs/guide} to content */
    Guide(Map<String, byte[]> files) {
        files.forEach((name, bytes) -> {
            if (name.startsWith(FOLDER)) {
                images.put(name.substring(FOLDER.length()), bytes);
            }
        });
        Parser parser = Parser.builder().build();
        HtmlRenderer renderer = HtmlRenderer.builder()
                .escapeHtml(true)
                .attributeProviderFactory(context -> (node, tag, attributes) -> {
                    if (node instanceof Image image) {
                        sized(image.getDestination(), attributes);
                    }
                })
                .build();
        files.forEach((name, bytes) -> {
            if (name.endsWith(MARKDOWN) && !name.equals("README.md")) {
                Node document = parser.parse(new String(bytes, StandardCharsets.UTF_8));
                String title = title(document);
                document.accept(new Addresses());
                pages.put(
                        name.substring(0, name.length() - MARKDOWN.length()),
                        new Page(title, renderer.render(document)));
            }
        });
    }

    Map<String, Page> pages() {
        return pages;
    }

    byte @Nullable [] image(String name) {
        return images.get(name);
    }

    /** Its size is known before it is there: the text under it does not jump. */
    private void sized(String address, Map<String, String> attributes) {
        byte[] png = images.get(address.substring(IMAGES.length()));
        if (png == null || png.length < PNG_HEAD) {
            throw new IllegalStateException("the guide has no picture " + address);
        }
        ByteBuffer size = ByteBuffer.wrap(png, PNG_WIDTH, PNG_HEAD - PNG_WIDTH);
        attributes.put("width", Integer.toString(size.getInt()));
        attributes.put("height", Integer.toString(size.getInt()));
        attributes.put("loading", "lazy");
    }

    /** Of the first heading, which the page has elsewhere. */
    private static String title(Node document) {
        if (document.getFirstChild() instanceof Heading heading && heading.getFirstChild() instanceof Text text) {
            heading.unlink();
            return text.getLiteral();
        }
        throw new IllegalStateException("a page of the guide begins with its title");
    }

    private static final class Addresses extends AbstractVisitor {
        @Override
        public void visit(Link link) {
            String to = link.getDestination();
            if (to.endsWith(MARKDOWN)) {
                link.setDestination(PATH + "/" + to.substring(0, to.length() - MARKDOWN.length()));
            } else if (to.startsWith("ecran:")) {
                link.setDestination("/gestion/" + to.substring("ecran:".length()));
            }
            visitChildren(link);
        }

        @Override
        public void visit(Image image) {
            image.setDestination(PATH + "/" + image.getDestination());
            visitChildren(image);
        }
    }
}
