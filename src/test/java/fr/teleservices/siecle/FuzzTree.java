package fr.teleservices.siecle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Damages an export as a tree: elements and texts at the wrong place, twice, missing, of the wrong sort, far too long. */
final class FuzzTree {
    private static final List<String> TEXTS = texts();

    private static final Pattern PEOPLE = Pattern.compile("(NOM|PRENOM|MEL|DATE_NAISS).*");

    private final Random random;
    private final Document document;
    /** Texts that are written as they are, in place of a mark: what no DOM would hold. */
    private final Map<String, String> raw = new HashMap<>();

    FuzzTree(byte[] xml, Random random) {
        this.random = random;
        try {
            DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
            builder.setErrorHandler(new org.xml.sax.helpers.DefaultHandler()); // says nothing, throws what is fatal
            this.document = builder.parse(new java.io.ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | org.xml.sax.SAXException | java.io.IOException e) {
            throw new AssertionError("the sample itself cannot be read", e);
        }
    }

    private static List<String> texts() {
        List<String> texts = new ArrayList<>(List.of(
                "",
                " ",
                "0",
                "1",
                "2",
                "-1",
                "70",
                "1e9",
                "99999999999999999999",
                "000000000000000001",
                "١٢",
                "NaN",
                "31/02/2013",
                "01/01/13",
                "01/01/0000",
                "32/13/2026",
                "2013-02-01",
                "01/01/1899",
                "24/11/2026",
                "31/12/9999",
                "true",
                "TRUE",
                "?",
                "<script>alert(1)</script>",
                "' OR 1=1 --",
                "{{x}}",
                "${x}",
                "=cmd|' /C calc'!A0",
                "a\u202Eb\u200Bc",
                "Zoe\u0301",
                "Ｎｏｍ",
                "\uD83D\uDE00",
                "\uFDFA",
                "\u0130stanbul",
                "O",
                "d'Alembert",
                "a@b",
                "a@b.fr",
                "a@b.fr\r\nBcc: x@y.fr",
                "\"a b\"@example.org",
                "a@exemple.école",
                "0750001U",
                "0750002V",
                "2025",
                "3 A",
                "3  A",
                "12345678",
                "123456789",
                "FRANCE",
                "100",
                "10010012110"));
        texts.add("x".repeat(100));
        texts.add("x".repeat(101));
        texts.add("é".repeat(1_000));
        texts.add("x".repeat(70_000));
        texts.add("\u0301".repeat(300));
        return List.copyOf(texts);
    }

    /** @param times how many damages */
    String damaged(int times) {
        for (int i = 0; i < times; i++) {
            damage();
        }
        StringBuilder out = new StringBuilder();
        write(document.getDocumentElement(), out);
        String text = out.toString();
        for (Map.Entry<String, String> one : raw.entrySet()) {
            text = text.replace(one.getKey(), one.getValue());
        }
        return text;
    }

    private void damage() {
        List<Element> all = elements();
        Element one = all.get(random.nextInt(all.size()));
        Element other = all.get(random.nextInt(all.size()));
        boolean root = one == document.getDocumentElement();
        switch (random.nextInt(14)) {
            case 0 -> remove(one, root);
            case 1 -> repeat(one, root, 1 + random.nextInt(3));
            case 2 -> exchange(one, other);
            case 3 -> nest(one, other, root);
            case 4 -> one.setTextContent(TEXTS.get(random.nextInt(TEXTS.size())));
            case 5, 6 -> misspell(all, 1 + random.nextInt(20));
            case 7 -> attribute(one);
            case 8 -> rename(one, other.getTagName());
            case 9 -> rename(one, "X" + random.nextInt(10_000));
            case 10 -> deepen(one, 5 + random.nextInt(60));
            case 11 -> odd(one);
            case 12 -> repeat(one, root, one.getElementsByTagName("*").getLength() < 20 ? 200 : 2);
            default -> exchangeTexts(one, other);
        }
    }

    /** So many texts, half of them where people are named; else of every kind of element as often as of another. */
    private void misspell(List<Element> all, int times) {
        Map<String, List<Element>> byTag = new TreeMap<>();
        all.stream()
                .filter(one -> one.getElementsByTagName("*").getLength() == 0)
                .forEach(one -> byTag.computeIfAbsent(one.getTagName(), tag -> new ArrayList<>())
                        .add(one));
        List<List<Element>> tags = List.copyOf(byTag.values());
        List<List<Element>> people = byTag.entrySet().stream()
                .filter(tag -> PEOPLE.matcher(tag.getKey()).matches())
                .map(Map.Entry::getValue)
                .toList();
        for (int i = 0; i < times && !tags.isEmpty(); i++) {
            boolean ofPeople = !people.isEmpty() && random.nextBoolean();
            List<Element> alike =
                    ofPeople ? people.get(random.nextInt(people.size())) : tags.get(random.nextInt(tags.size()));
            alike.get(random.nextInt(alike.size())).setTextContent(TEXTS.get(random.nextInt(TEXTS.size())));
        }
    }

    private List<Element> elements() {
        List<Element> all = new ArrayList<>();
        NodeList found = document.getElementsByTagName("*");
        for (int i = 0; i < found.getLength(); i++) {
            all.add((Element) found.item(i));
        }
        return all;
    }

    private static void remove(Element one, boolean root) {
        if (!root) {
            one.getParentNode().removeChild(one);
        }
    }

    private static void repeat(Element one, boolean root, int times) {
        for (int i = 0; !root && i < times; i++) {
            one.getParentNode().insertBefore(one.cloneNode(true), one);
        }
    }

    private void exchange(Element one, Element other) {
        if (holds(one, other) || holds(other, one)) {
            return;
        }
        Node mark = document.createElement("mark");
        one.getParentNode().replaceChild(mark, one);
        other.getParentNode().replaceChild(one, other);
        mark.getParentNode().replaceChild(other, mark);
    }

    private static void exchangeTexts(Element one, Element other) {
        if (one.getElementsByTagName("*").getLength() == 0
                && other.getElementsByTagName("*").getLength() == 0) {
            String text = one.getTextContent();
            one.setTextContent(other.getTextContent());
            other.setTextContent(text);
        }
    }

    private static void nest(Element one, Element other, boolean root) {
        if (!root && !holds(one, other)) {
            other.appendChild(one);
        }
    }

    private static boolean holds(Node outer, Node inner) {
        for (Node node = inner; node != null; node = node.getParentNode()) {
            if (node == outer) {
                return true;
            }
        }
        return false;
    }

    private void attribute(Element one) {
        String name = one.hasAttributes() ? one.getAttributes().item(0).getNodeName() : "ELEVE_ID";
        switch (random.nextInt(3)) {
            case 0 -> one.removeAttribute(name);
            case 1 -> one.setAttribute(name, Integer.toString(random.nextInt(50)));
            default -> one.setAttribute(name, TEXTS.get(random.nextInt(TEXTS.size())));
        }
    }

    private void rename(Element one, String name) {
        document.renameNode(one, null, name);
    }

    private void deepen(Element one, int levels) {
        Element outer = one;
        for (int i = 0; i < levels; i++) {
            Element inner = document.createElement(one.getTagName());
            outer.appendChild(inner);
            outer = inner;
        }
    }

    /** What is not XML, or XML at its edges. */
    private void odd(Element one) {
        String[] pool = {
            "&",
            "<",
            "]]>",
            "&#0;",
            "&#xD800;",
            "&#x110000;",
            "&inconnu;",
            "\u0000",
            "\u0001",
            "\uD800",
            "<![CDATA[<a>&]]>",
            "<!-- -- -->",
            "<!-- commentaire -->",
            "<?php echo 1 ?>",
            "&amp;amp;",
            "<!DOCTYPE a>",
            "</DONNEES>",
            "&#128512;"
        };
        String mark = "MARK" + raw.size() + "KRAM";
        raw.put(mark, pool[random.nextInt(pool.length)]);
        one.setTextContent(mark);
    }

    private static void write(Node node, StringBuilder out) {
        if (node instanceof Element element) {
            out.append('<').append(element.getTagName());
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                Node attribute = element.getAttributes().item(i);
                out.append(' ').append(attribute.getNodeName()).append("=\"");
                escape(attribute.getNodeValue(), out);
                out.append('"');
            }
            out.append('>');
            for (Node child = element.getFirstChild(); child != null; child = child.getNextSibling()) {
                write(child, out);
            }
            out.append("</").append(element.getTagName()).append('>');
        } else if (node.getNodeType() == Node.TEXT_NODE || node.getNodeType() == Node.CDATA_SECTION_NODE) {
            escape(node.getNodeValue(), out);
        }
    }

    private static void escape(String text, StringBuilder out) {
        String marked = text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
        // what Latin-9 has no letter for would be a question mark in half of the files
        marked.codePoints().forEach(c -> {
            if (c > 0x2000 && c != '€') {
                out.append("&#").append(c).append(';');
            } else {
                out.appendCodePoint(c);
            }
        });
    }
}
