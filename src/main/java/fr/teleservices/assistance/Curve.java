package fr.teleservices.assistance;

import fr.teleservices.web.French;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Activations day by day as a picture and as a table: bars for the days, a line for their sum. The picture is 300 by 100 and
 * is stretched to the page's width; what has to be read stands beside it in HTML, so that it keeps its size.
 *
 * @param line points of the sum, as an SVG polyline has them; empty where so few days make no curve
 * @param rows the table, the days without an activation left out
 */
record Curve(
        String from,
        String to,
        long total,
        long most,
        String description,
        List<Bar> bars,
        String line,
        List<Line> rows) {
    static final int WIDTH = 300;
    static final int HEIGHT = 100;
    /** A bar is to be seen: beyond so many days the first ones are left out. */
    static final int LONGEST = 120;

    private static final int FEWEST = 3;

    /** How many activations a day had. */
    record Day(LocalDate day, long count) {}

    record Bar(String x, String y, String width, String height) {}

    record Line(String day, long count, long sum) {}

    /**
     * @param known the days that had any, in their order
     * @param from the first day shown, where it is not too long ago
     */
    static Curve of(List<Day> known, LocalDate from, LocalDate today) {
        LocalDate first = from.isBefore(today.minusDays(LONGEST - 1L)) ? today.minusDays(LONGEST - 1L) : from;
        Map<LocalDate, Long> counts = new HashMap<>();
        known.forEach(day -> counts.put(day.day(), day.count()));
        long sum = known.stream()
                .filter(day -> day.day().isBefore(first))
                .mapToLong(Day::count)
                .sum();
        long most = Math.max(
                1, counts.values().stream().mapToLong(Long::longValue).max().orElse(0));
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        int days = (int) (today.toEpochDay() - first.toEpochDay()) + 1;
        double step = (double) WIDTH / days;
        List<Bar> bars = new ArrayList<>();
        List<Line> rows = new ArrayList<>();
        StringBuilder line = new StringBuilder(point(0, sum, total));
        for (int i = 0; i < days; i++) {
            LocalDate day = first.plusDays(i);
            long count = counts.getOrDefault(day, 0L);
            sum += count;
            line.append(' ').append(point((i + 1) * step, sum, total));
            if (count > 0) {
                double height = (double) HEIGHT * count / most;
                bars.add(new Bar(
                        number(i * step + step * 0.1), number(HEIGHT - height), number(step * 0.8), number(height)));
                rows.add(new Line(French.shortDate(day), count, sum));
            }
        }
        return new Curve(
                French.shortDate(first),
                French.shortDate(today),
                total,
                most,
                French.count(total, "activation", "activations") + " du " + French.shortDate(first) + " au "
                        + French.shortDate(today) + ", au plus " + French.number(total == 0 ? 0 : most)
                        + " en un jour. Les mêmes nombres sont dans le tableau qui suit.",
                bars,
                days < FEWEST ? "" : line.toString(),
                rows);
    }

    private static String point(double x, long sum, long total) {
        return number(x) + "," + number(HEIGHT - 2 - (total == 0 ? 0.0 : (HEIGHT - 4.0) * sum / total));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
