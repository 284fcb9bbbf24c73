package fr.teleservices.letter;

/**
 * Where the window of the envelope is on the A4 sheet.
 *
 * @param leftMm from the left edge of the sheet
 * @param topMm from the top edge of the sheet
 */
public record WindowPlacement(double leftMm, double topMm, double widthMm, double heightMm) {
    /** French DL window envelope, right-hand window. */
    public static final WindowPlacement STANDARD = new WindowPlacement(110, 55, 85, 33);

    private static final double SHEET_WIDTH = 210;

    public WindowPlacement {
        boolean onSheet = leftMm >= 10 && widthMm >= 50 && leftMm + widthMm <= SHEET_WIDTH - 5;
        // Below 100 mm nothing would be left for the letter itself; above 30 mm the sender has no room.
        boolean inTopThird = topMm >= 30 && heightMm >= 20 && topMm + heightMm <= 100;
        if (!onSheet || !inTopThird) {
            throw new IllegalArgumentException("the window does not lie on the upper third of the sheet");
        }
    }
}
