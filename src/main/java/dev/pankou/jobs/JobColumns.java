package dev.pankou.jobs;

import com.github.kagkarlsson.scheduler.jdbc.SqliteJdbcCustomization;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How db-scheduler writes our table, on both databases: times as milliseconds, and LIMIT. Jobs carry no data. */
final class JobColumns extends SqliteJdbcCustomization {
    @Override
    public String getName() {
        return "Pankou";
    }

    @Override
    public void setInstant(PreparedStatement statement, int index, @Nullable Instant value) throws SQLException {
        if (value == null) {
            statement.setNull(index, java.sql.Types.BIGINT);
        } else {
            statement.setLong(index, value.toEpochMilli());
        }
    }

    @Override
    @SuppressWarnings("NullAway") // the library has no annotations and expects null for a time that is not there
    public Instant getInstant(ResultSet row, String column) throws SQLException {
        var millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public void setTaskData(PreparedStatement statement, int index, byte @Nullable [] data) throws SQLException {
        statement.setNull(index, java.sql.Types.VARCHAR);
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public byte[] getTaskData(ResultSet row, String column) {
        return null;
    }
}
