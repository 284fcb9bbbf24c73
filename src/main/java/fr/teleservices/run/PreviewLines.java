package fr.teleservices.run;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Sums the lines of a preview up. */
final class PreviewLines {
    private PreviewLines() {}

    static Preview sum(List<SelectionStore.Line> lines) {
        long mails = 0;
        long letters = 0;
        Map<Reason, Long> leftOut = new EnumMap<>(Reason.class);
        Map<String, Long> byState = new LinkedHashMap<>();
        Map<String, long[]> divisions = new LinkedHashMap<>();
        for (SelectionStore.Line line : lines) {
            boolean mail = line.channel().equals("EMAIL");
            long n = line.notifications();
            long[] division =
                    divisions.computeIfAbsent(Objects.requireNonNullElse(line.division(), ""), name -> new long[3]);
            if (line.reason() != null) {
                leftOut.merge(Reason.valueOf(line.reason()), n, Long::sum);
                division[2] += n;
            } else {
                byState.merge(line.state(), n, Long::sum);
                division[mail ? 0 : 1] += n;
                mails += mail ? n : 0;
                letters += mail ? 0 : n;
            }
        }
        List<Preview.DivisionCount> byDivision = new ArrayList<>();
        divisions.forEach((name, n) -> byDivision.add(new Preview.DivisionCount(name, n[0], n[1], n[2])));
        return new Preview(mails, letters, leftOut, byState, byDivision);
    }
}
