package fr.teleservices.bench;

import java.util.List;

/**
 * Names as French schools have them: common, with particles, apostrophes, hyphens, of one letter and of a hundred. All but
 * {@link #VIETNAMESE} exist in ISO-8859-15.
 */
final class SampleNames {
    private SampleNames() {}

    static final List<String> FAMILY = lines("""
            Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel, Lefebvre,
            Leroy, Roux, David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine, Rousseau, Vincent,
            Muller, Lefèvre, Faure, André, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier, François, Legrand, Gauthier,
            Garcia, Perrin, Robin, Clément, Morin, Nicolas, Henry, Roussel, Mathieu, Gautier, Masson, Marchand, Duval,
            Denis, Dumont, Marie, Lemaire, Noël, Meyer, Dufour, Meunier, Brun, Blanchard, Giraud, Joly, Rivière, Lucas,
            Brunet, Gaillard, Barbier, Arnaud, Martinez, Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, Vidal, Caron,
            Picard, Roger, Fabre, Aubert, Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît,
            Rey, Leclerc, Payet, Rolland, Leclercq, Guillaume, Lecomte, Lopez, Jean, Dupuy, Guillot, Hubert, Berger,
            Carpentier, Sanchez, Dupuis, Moulin, Louis, Deschamps, Huet, Vasseur, Perez, Boucher, Fleury, Royer, Klein,
            Jacquet, Adam, Paris, Poirier, Marty, Aubry, Guyot, Carré, Charles, Renault, Charpentier, Ménard, Maillard,
            Baron, Bertin, Bailly, Hervé, Schneider, Fernandez, Le Gall, Collet, Léger, Bouvier, Julien, Prévost, Millet,
            Perrot, Daniel, Le Roux, Cousin, Germain, Breton, Besson, Langlois, Rémy, Le Goff, Pelletier, Lévêque, Perrier,
            Leblanc, Barré, Lebrun, Marchal, Weber, Mallet, Hamon, Boulanger, Jacob, Monnier, Michaud, Rodriguez, Guichard,
            Gillet, Étienne, Grondin, Poulain, Tessier, Chevallier, Collin, Chauvin, Da Silva, Bouchet, Gay, Lemaître,
            Bénard, Maréchal, Humbert, Reynaud, Antoine, Hoarau, Perret, Barthélemy, Cordier, Pichon, Lejeune, Gilbert,
            Lamy, Delaunay, Pasquier, Carlier, Laporte, Diallo, Traoré, Coulibaly, Cissé, Ba, Sow, Benali, Haddad, Belkacem,
            Bouzid, Nguyen, Tran, Pham, Chen, Wang, Kaya, Yilmaz, Kowalski, Novak, Pereira, Ferreira, Rossi, Popescu
            """);

    static final List<String> PARTICULAR = lines("""
            d'Alembert, Le Goff, N'Diaye, de La Fontaine, Saint-Exupéry, L'Hénoret, Œuvrard, Le Bœuf, Louÿs, L'Haÿ,
            de Saint-Aubin du Cormier, D'Hondt, O'Brien, M'Barek, van der Meer, von Düring, Le Bihan-Kerœur, de l'Estoile,
            Škoda, Žižek, N'Guessan, El Amrani, Ben Saïd, de Sœur-Marie, Mac Mahon, Castaño, Gonçalves, Sørensen, Ångström
            """);

    static final List<String> BOYS = lines("""
            Adam, Adrien, Ahmed, Alexandre, Alexis, Amine, Antoine, Antonin, Arthur, Aurélien, Axel, Baptiste, Bastien,
            Benjamin, Camille, Clément, Côme, Corentin, Damien, David, Dylan, Éden, Élias, Eliott, Émile, Enzo, Ethan,
            Étienne, Evan, Florian, Gabin, Gabriel, Gaël, Gaspard, Grégoire, Guillaume, Gustave, Hugo, Ibrahim, Ilyès, Isaac,
            Ismaël, Jean-Baptiste, Jean-Noël, Joachim, Joseph, Jules, Julien, Kaïs, Karim, Kévin, Kylian, Léandre, Léo, Léon,
            Liam, Loïc, Louis, Loup, Luca, Lucas, Maël, Malik, Malo, Marceau, Marius, Martin, Mathéo, Mathis, Matthieu,
            Maxence, Maxime, Mehdi, Milo, Mohamed, Moussa, Naël, Nathan, Nicolas, Noah, Noé, Nolan, Octave, Oscar, Paul,
            Pierre-Yves, Quentin, Raphaël, Rayan, Rémi, Robin, Romain, Sacha, Samuel, Simon, Théo, Thibault, Thomas, Timéo,
            Tom, Ugo, Valentin, Victor, William, Yanis, Yann, Youssef, Zacharie
            """);

    static final List<String> GIRLS = lines("""
            Adèle, Agathe, Aïcha, Alice, Alix, Ambre, Aminata, Amélie, Anaë, Anaïs, Anna, Anne-Lise, Apolline, Assia,
            Aurore, Ava, Axelle, Camille, Candice, Capucine, Carla, Céleste, Célia, Charlie, Charlotte, Chloé, Clara,
            Clémence, Coralie, Diane, Éléonore, Élise, Ella, Éloïse, Elsa, Emma, Emy, Ève, Fatima, Fatoumata, Flora, Gabrielle,
            Garance, Giulia, Hanaë, Hélène, Héloïse, Inaya, Inès, Iris, Jade, Jeanne, Julia, Juliette, Justine, Khadija,
            Laura, Léa, Léna, Léonie, Lilou, Lily-Rose, Lina, Lise, Livia, Lola, Lou, Louane, Louise, Luce, Lucie, Lya,
            Lyna, Maëlle, Maëlys, Maïssa, Manon, Margaux, Margot, Marguerite, Marie, Marie-Ange, Mathilde, Maya, Mélissa,
            Mia, Mila, Myriam, Nina, Noémie, Nora, Océane, Olivia, Pauline, Romane, Romy, Rose, Salomé, Sara, Sarah, Sofia,
            Soline, Thaïs, Valentine, Victoire, Victoria, Yasmine, Zélie, Zoé
            """);

    static final List<String> FATHERS = lines("""
            Alain, Ali, Arnaud, Bruno, Cédric, Christophe, Cyril, David, Didier, Éric, Fabrice, Farid, Franck, Frédéric,
            Gilles, Grégory, Guillaume, Hassan, Hervé, Jean-Luc, Jean-Philippe, Jérôme, João, Julien, Karim, Laurent, Loïc,
            Ludovic, Mamadou, Marc, Mickaël, Mohamed, Nicolas, Olivier, Omar, Pascal, Patrick, Philippe, Rachid, Sébastien,
            Stéphane, Sylvain, Thierry, Thomas, Vincent, Xavier, Yves
            """);

    static final List<String> MOTHERS = lines("""
            Agnès, Aïssata, Anne-Sophie, Audrey, Aurélie, Béatrice, Carole, Caroline, Catherine, Cécile, Céline, Christelle,
            Claire, Delphine, Élodie, Émilie, Estelle, Fadila, Florence, Françoise, Hélène, Isabelle, Karine, Laetitia,
            Laurence, Magali, Malika, Marie-Laure, Maryse, Mélanie, Myriam, Nadia, Nathalie, Nolwenn, Patricia, Rachel,
            Rania, Sabrina, Samira, Sandrine, Solène, Sophie, Stéphanie, Sylvie, Valérie, Vanessa, Véronique, Virginie
            """);

    /** Family name and two given names; only in the files that are UTF-8. */
    static final List<String> VIETNAMESE = lines("""
            Nguyễn|Thị Hồng Hạnh|Văn Đức, Trần|Ngọc Ánh|Quốc Tuấn, Phạm|Thu Hương|Minh Khôi, Đặng|Mỹ Lệ|Hữu Phước
            """);

    static final String ONE_LETTER = "O";

    /** One hundred characters. */
    static final String HUNDRED =
            "de La Rochefoucauld-Montmorency-Châteaubriand du Plessis-Bellière de Saint-Barthélemy d'Anglebert-Xy";

    private static List<String> lines(String names) {
        return List.of(names.strip().split(",\\s*"));
    }
}
