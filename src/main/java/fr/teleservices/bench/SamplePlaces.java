package fr.teleservices.bench;

import java.util.List;

/** Streets, towns, countries: as the post writes them, in capitals. */
final class SamplePlaces {
    private SamplePlaces() {}

    /** A postcode and a town, or the code of a country, its name and a town. */
    record Place(String postcode, String town, String countryCode, String country) {
        boolean isAbroad() {
            return !countryCode.equals("100");
        }
    }

    static final List<String> STREETS = List.of("""
            RUE DES LILAS, RUE VICTOR HUGO, AVENUE JEAN JAURES, PLACE DE LA REPUBLIQUE, IMPASSE DU MOULIN, CHEMIN DES VIGNES,
            BOULEVARD GAMBETTA, ALLEE DES TILLEULS, RUE DE L'EGLISE, ROUTE DE LA FORET, RUE PIERRE ET MARIE CURIE, QUAI DU PORT,
            RUE DU GENERAL DE GAULLE, COURS DES PLATANES, SQUARE LOUISE MICHEL, RUE DES ECOLES, SENTIER DES BICHES,
            RUE DU 8 MAI 1945, AVENUE DE LA LIBERATION, RUE SAINT-HONORE, VOIE ROMAINE, PASSAGE DE L'HORLOGE, RUE DU CHÂTEAU
            """.strip().split(",\\s*"));

    static final List<Place> FRANCE = places("""
            75001 PARIS, 75011 PARIS, 75020 PARIS, 69003 LYON, 13008 MARSEILLE, 31000 TOULOUSE, 33000 BORDEAUX, 59000 LILLE,
            44000 NANTES, 67000 STRASBOURG, 35000 RENNES, 34000 MONTPELLIER, 06000 NICE, 76600 LE HAVRE, 51100 REIMS,
            42000 SAINT-ETIENNE, 83000 TOULON, 38000 GRENOBLE, 21000 DIJON, 49000 ANGERS, 63000 CLERMONT-FERRAND,
            94240 L'HAY LES ROSES, 95880 ENGHIEN LES BAINS, 29000 QUIMPER, 20000 AJACCIO, 59140 DUNKERQUE CEDEX 1,
            80100 ABBEVILLE, 88100 SAINT-DIE-DES-VOSGES, 05100 BRIANCON, 01000 BOURG-EN-BRESSE, 62200 BOULOGNE-SUR-MER
            """);

    static final List<Place> OVERSEAS = places("""
            97110 POINTE-A-PITRE, 97200 FORT-DE-FRANCE, 97300 CAYENNE, 97400 SAINT-DENIS, 97600 MAMOUDZOU,
            97500 SAINT-PIERRE, 98800 NOUMEA, 98713 PAPEETE
            """);

    static final List<Place> ABROAD = List.of(
            new Place("", "1000 BRUXELLES", "131", "BELGIQUE"),
            new Place("", "1204 GENEVE", "140", "SUISSE"),
            new Place("", "77694 KEHL", "109", "ALLEMAGNE"),
            new Place("", "L-4001 ESCH-SUR-ALZETTE", "137", "LUXEMBOURG"),
            new Place("", "LONDON SW7 2DG", "132", "ROYAUME-UNI"),
            new Place("", "20000 CASABLANCA", "350", "MAROC"),
            new Place("", "00185 ROMA", "127", "ITALIE"));

    private static List<Place> places(String lines) {
        return List.of(lines.strip().split(",\\s*")).stream()
                .map(line -> new Place(line.substring(0, 5), line.substring(6), "100", "FRANCE"))
                .toList();
    }
}
