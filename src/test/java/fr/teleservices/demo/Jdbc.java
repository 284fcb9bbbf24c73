package fr.teleservices.demo;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One statement at a time against a database named by its URI. */
final class Jdbc {
    private Jdbc() {}

    static Connection connect(String uri) throws SQLException {
        URI parts = URI.create(uri);
        String[] who = parts.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + parts.getHost() + ":" + parts.getPort() + parts.getPath(), who[0], who[1]);
    }

    static void run(String uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String ask(String uri, String sql) throws SQLException {
        try (Connection connection = connect(uri);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
