package fr.teleservices.run;

/** CSV that a French Excel opens: a byte order mark, semicolons, CRLF; no cell is taken for a formula. */
public final class Csv {
    public static final String TYPE = "text/csv; charset=utf-8";
    public static final String MARK = "\ufeff";

    private Csv() {}

    public static String line(String... cells) {
        StringBuilder line = new StringBuilder();
        for (String cell : cells) {
            line.append(line.isEmpty() ? "" : ";").append(cell(cell));
        }
        return line.append("\r\n").toString();
    }

    /** Quoted always; an apostrophe before what a spreadsheet would compute (OWASP, CSV injection). */
    private static String cell(String text) {
        String inert = !text.isEmpty() && "=+-@\t\r\n|%＝＋－＠".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
        return '"' + inert.replace("\"", "\"\"") + '"';
    }
}
