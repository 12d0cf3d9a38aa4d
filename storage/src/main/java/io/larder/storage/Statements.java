package io.larder.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;

/// Prepared statements of one connection, each kept for its next use. For one thread.
final class Statements implements AutoCloseable {
    /// Turns the current row of a result into a value.
    interface Reading<T> {
        T of(ResultSet result) throws SQLException;
    }

    /// Takes the current row of a result; false when no more are wanted.
    interface Wanting {
        boolean more(ResultSet result) throws SQLException;
    }

    /// What one page may hold: a record of another box may be megabytes.
    private static final long PAGE_BYTES = 1 << 20;

    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Statements(Connection connection) {
        this.connection = connection;
    }

    /// Runs a statement that changes something.
    void run(String sql, Object... values) {
        try {
            bind(sql, values).executeUpdate();
        } catch (SQLException e) {
            throw Sql.failure(sql, e);
        }
    }

    /// All rows of the answer.
    <T> List<T> ask(String sql, Reading<T> reading, Object... values) {
        List<T> found = new ArrayList<>();
        each(sql, result -> found.add(reading.of(result)), values);
        return found;
    }

    /// The first row of the answer.
    <T> Optional<T> first(String sql, Reading<T> reading, Object... values) {
        return ask(sql, reading, values).stream().findFirst();
    }

    /// The first rows of the answer, at most `limit` and fewer when they are large.
    <T> List<T> page(
            int limit, ToLongFunction<T> bytes, String sql, Reading<T> reading, Object... values) {
        List<T> page = new ArrayList<>();
        long[] held = new long[1];
        each(
                sql,
                result -> {
                    T row = reading.of(result);
                    page.add(row);
                    held[0] += bytes.applyAsLong(row);
                    return page.size() < limit && held[0] < PAGE_BYTES;
                },
                values);
        return page;
    }

    /// Rows one at a time, for as long as more are wanted.
    void each(String sql, Wanting wanting, Object... values) {
        try (ResultSet result = bind(sql, values).executeQuery()) {
            boolean more = true;
            while (more && result.next()) {
                more = wanting.more(result);
            }
        } catch (SQLException e) {
            throw Sql.failure(sql, e);
        }
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            statement.setObject(
                    i + 1, value instanceof Optional<?> maybe ? maybe.orElse(null) : value);
        }
        return statement;
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : prepared.values()) {
            statement.close();
        }
    }
}
