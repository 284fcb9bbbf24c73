package fr.teleservices.meter;

import java.util.List;

/** What the database said of runs and queues. */
record QueueLook(
        List<QueueStore.Line> runs,
        QueueStore.Line singleMails,
        QueueStore.Line runMails,
        List<QueueStore.Line> letterParts,
        int troubles) {
    double runs(String status) {
        return number(runs, status);
    }

    double parts(String lane) {
        return number(letterParts, lane);
    }

    double partsAge(String lane) {
        return letterParts.stream()
                .filter(line -> line.name().equals(lane))
                .mapToDouble(QueueStore.Line::age)
                .sum();
    }

    private static double number(List<QueueStore.Line> lines, String name) {
        return lines.stream()
                .filter(line -> line.name().equals(name))
                .mapToDouble(QueueStore.Line::number)
                .sum();
    }
}
