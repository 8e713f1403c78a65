package io.reelbus.store;

import io.reelbus.job.FileId;
import io.reelbus.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of what stays of a removed job for a while: its last fence and its last journal entry. A client may choose the
 * same id again, and then neither who still works on the former video nor who has watched it takes the one for the other.
 */
final class TombstoneTable {
    private TombstoneTable() {}

    /** Where a removed job had come to. */
    private record Tombstone(long fence, int entry) {}

    private static Optional<Tombstone> find(Handle handle, FileId fileId) {
        return handle.createQuery("select fence, entry from tombstone where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> new Tombstone(row.getLong("fence"), row.getInt("entry")))
                .findOne();
    }

    /**
     * The first journal entry of a job whose row was inserted: behind what was removed under its id, as is its fence. To
     * be asked after that: the insert has waited for a removal under way, whose tombstone could not be seen before.
     */
    static int goOn(Handle handle, FileId fileId) {
        Optional<Tombstone> former = find(handle, fileId);
        former.ifPresent(
                tombstone -> handle.createUpdate("update job set fence = :fence, entry = :entry where file_id = :id")
                        .bind("fence", tombstone.fence() + 1)
                        .bind("entry", tombstone.entry() + 1)
                        .bind("id", fileId.value())
                        .execute());
        return former.map(tombstone -> tombstone.entry() + 1).orElse(1);
    }

    /** Leaves a tombstone in the place of a locked job where this condition holds; returns its last fence. */
    static Optional<Long> bury(Handle handle, FileId fileId, String condition, Map<String, ?> bindings) {
        String those = " from job where file_id = :id" + condition;
        Optional<Tombstone> last = handle.createQuery("select fence, entry" + those)
                .bind("id", fileId.value())
                .bindMap(bindings)
                .map((row, context) -> new Tombstone(row.getLong("fence"), row.getInt("entry")))
                .findOne();
        last.ifPresent(tombstone -> {
            put(handle, fileId, tombstone);
            handle.createUpdate("delete" + those)
                    .bind("id", fileId.value())
                    .bindMap(bindings)
                    .execute();
        });
        return last.map(Tombstone::fence);
    }

    /** What an earlier one of its id has left counts where it is above: a node of an earlier release did not look at it. */
    private static void put(Handle handle, FileId fileId, Tombstone tombstone) {
        String id = fileId.value();
        boolean there = handle.createUpdate(
                                "update tombstone set fence = greatest(fence, :fence),"
                                        + " entry = greatest(entry, :entry), removed_at = current_timestamp where file_id = :id")
                        .bind("id", id)
                        .bind("fence", tombstone.fence())
                        .bind("entry", tombstone.entry())
                        .execute()
                > 0;
        if (!there) {
            handle.createUpdate("insert into tombstone (file_id, fence, entry, removed_at)"
                            + " values (:id, :fence, :entry, current_timestamp)")
                    .bind("id", id)
                    .bind("fence", tombstone.fence())
                    .bind("entry", tombstone.entry())
                    .execute();
        }
    }

    /** Where there is no job, all that was made under the fences of the one that was removed. */
    static Spent spent(Handle handle, FileId fileId) {
        return handle.createQuery("select fence, state, output from job where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> new Spent(
                        // Of work that is not over the last may yet be published.
                        row.getLong("fence")
                                - (JobState.fromWire(row.getString("state")).isFinal() ? 0 : 1),
                        Optional.ofNullable(row.getString("output"))))
                .findOne()
                .or(() -> find(handle, fileId).map(removed -> new Spent(removed.fence(), Optional.empty())))
                .orElse(Spent.ALL);
    }

    /** Removes at most so many that are that old; returns the last of them where there may be more. */
    static Optional<Cursor> sweep(Handle handle, Duration age, int limit) {
        String old = "removed_at <= " + RetentionTable.ago(age);
        List<Cursor> due = handle.createQuery("select file_id, removed_at from tombstone where " + old
                        + " order by removed_at, file_id limit :limit")
                .bind("limit", limit)
                .map((row, context) ->
                        new Cursor(JobTable.instant(row, "removed_at"), new FileId(row.getString("file_id"))))
                .list();
        // Its id may have come and gone again since: then it is young.
        var batch = handle.prepareBatch("delete from tombstone where file_id = :id and " + old);
        due.forEach(each -> batch.bind("id", each.fileId().value()).add());
        if (!due.isEmpty()) {
            var unused = batch.execute();
        }
        return due.size() < limit ? Optional.empty() : Optional.of(due.get(due.size() - 1));
    }
}
