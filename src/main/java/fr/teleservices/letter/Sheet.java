package fr.teleservices.letter;

/** The A4 sheet: millimetres to points, and the places that no letter moves. Distances from the top left corner. */
final class Sheet {
    static final float WIDTH = mm(210);
    static final float HEIGHT = mm(297);
    static final float LEFT = mm(20);
    static final float RIGHT = mm(190);
    static final float TEXT_WIDTH = RIGHT - LEFT;
    static final float SENDER_TOP = mm(13);
    static final float FOOTER_TOP = mm(284);
    static final float BODY_END = mm(280);
    /** The sheet is folded in three for a DL envelope. */
    static final float[] FOLDS = {mm(99), mm(198)};

    private Sheet() {}

    static float mm(double millimetres) {
        return (float) (millimetres * 72 / 25.4);
    }
}
