package fr.teleservices.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import fr.teleservices.testing.TestDatabase;
import fr.teleservices.testing.TestPostgres;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatementsTest {
    @Test
    void everyStatementIsPreparedByItsRoleOnTheMigratedSchema() throws Exception {
        List<Field> statements = statements();
        assertThat(statements).hasSizeGreaterThan(40);
        List<String> faults = new ArrayList<>();
        try (TestDatabase database = TestDatabase.fresh();
                Connection connection = TestPostgres.connect(database.uri());
                Statement session = connection.createStatement()) {
            session.execute("SET ROLE " + Sql.Role.APP.pgName());
            session.execute(temporaryTables().replace("ON COMMIT DROP", ""));
            session.execute("RESET ROLE");
            for (Field field : statements) {
                Sql sql = (Sql) field.get(null);
                session.execute("SET ROLE " + sql.role().pgName());
                try {
                    session.execute("PREPARE s AS " + sql.text());
                    session.execute("DEALLOCATE s");
                    allowed(session, sql);
                } catch (SQLException e) {
                    faults.add(
                            field.getDeclaringClass().getSimpleName() + "." + field.getName() + ": " + e.getMessage());
                }
                session.execute("RESET ROLE");
            }
        }
        assertThat(faults).isEmpty();
    }

    /** Of an import: its statements have nothing to be prepared on without them. */
    private static String temporaryTables() throws ReflectiveOperationException {
        Field create = Class.forName("fr.teleservices.siecle.StagingStore").getDeclaredField("CREATE");
        create.setAccessible(true);
        return (String) create.get(null);
    }

    /** PREPARE looks at names and types; only planning with nulls for arguments looks at the rights. */
    private static void allowed(Statement session, Sql sql) throws SQLException {
        int arguments = 0;
        var matcher = java.util.regex.Pattern.compile("\\$(\\d+)").matcher(sql.text());
        while (matcher.find()) {
            arguments = Math.max(arguments, Integer.parseInt(matcher.group(1)));
        }
        session.execute("PREPARE r AS " + sql.text());
        try {
            session.execute("EXPLAIN EXECUTE r"
                    + (arguments == 0
                            ? ""
                            : "(" + String.join(",", java.util.Collections.nCopies(arguments, "NULL")) + ")"));
        } finally {
            session.execute("DEALLOCATE r");
        }
    }

    private static List<Field> statements() throws ClassNotFoundException {
        List<Field> found = new ArrayList<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("fr.teleservices")) {
            for (Field field : Class.forName(one.getName()).getDeclaredFields()) {
                if (field.getType() == Sql.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    found.add(field);
                }
            }
        }
        return found;
    }
}
