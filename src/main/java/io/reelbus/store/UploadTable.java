package io.reelbus.store;

import io.reelbus.job.Failure;
import io.reelbus.job.FileId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * The SQL of resumable uploads; each method is a part of its caller's transaction. Times that decide are computed by
 * the database, so the clocks of nodes do not matter.
 */
final class UploadTable {
    private static final String FREE = "(lease_until is null or lease_until < current_timestamp)";
    private static final String HELD = " where file_id = :id and fence = :fence";

    private final String leaseEnd;
    private final String expiry;

    /** How long a hold lasts that is not extended, and an upload to which nothing is written. */
    UploadTable(int leaseSeconds, int expireSeconds) {
        this.leaseEnd = inSeconds(leaseSeconds);
        this.expiry = inSeconds(expireSeconds);
    }

    private static String inSeconds(int seconds) {
        return "current_timestamp + interval '" + seconds + "' second";
    }

    ResumableUpload begin(
            Handle handle,
            FileId fileId,
            String media,
            OptionalLong size,
            String metadata,
            boolean part,
            String profile) {
        handle.createUpdate("insert into resumable_upload"
                        + " (file_id, expires_at, media, size, metadata, partial, complete, fence, profile)"
                        + " values (:id, " + expiry + ", :media, :size, :metadata, :partial, false, 0, :profile)")
                .bind("id", fileId.value())
                .bind("media", media)
                .bind("size", size.isPresent() ? size.getAsLong() : null)
                .bind("metadata", metadata)
                .bind("partial", part)
                .bind("profile", profile)
                .execute();
        return find(handle, fileId).orElseThrow();
    }

    /** How many are open, counted no further than {@code most}: whose time is over does not count. */
    static int open(Handle handle, int most) {
        return handle.createQuery("select count(*) from (select 1 from resumable_upload"
                        + " where expires_at >= current_timestamp limit :most) as open_upload")
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    /** Fails with UPLOAD_EXPIRED where it is there and its time is over. */
    Optional<ResumableUpload> find(Handle handle, FileId fileId) {
        return handle.createQuery(
                        "select *, expires_at < current_timestamp as ended from resumable_upload where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> {
                    if (row.getBoolean("ended")) {
                        throw Failure.UPLOAD_EXPIRED.asException();
                    }
                    return upload(row);
                })
                .findOne();
    }

    /** Those of these that are there and not over, or jobs by now. */
    static Set<FileId> coming(Handle handle, Collection<FileId> ids) {
        return handle.createQuery("select file_id from resumable_upload"
                        + " where file_id = any(:ids) and expires_at >= current_timestamp"
                        + " union select file_id from job where file_id = any(:ids)")
                .bindArray("ids", String.class, ids.stream().map(FileId::value).toArray())
                .mapTo(String.class)
                .map(FileId::new)
                .collect(Collectors.toSet());
    }

    /** Fails with UPLOAD_LOCKED where another has it, UPLOAD_EXPIRED, or NOT_FOUND. */
    Hold hold(Handle handle, FileId fileId) {
        int taken = handle.createUpdate("update resumable_upload set fence = fence + 1, lease_until = " + leaseEnd
                        + ", expires_at = " + expiry + " where file_id = :id and expires_at >= current_timestamp and "
                        + FREE)
                .bind("id", fileId.value())
                .execute();
        if (taken == 0) {
            throw find(handle, fileId)
                    .map(held -> Failure.UPLOAD_LOCKED.asException())
                    .orElseGet(Failure.NOT_FOUND::asException);
        }
        return held(handle, fileId).orElseThrow();
    }

    private static Optional<Hold> held(Handle handle, FileId fileId) {
        return handle.createQuery("select * from resumable_upload where file_id = :id")
                .bind("id", fileId.value())
                .map((row, context) -> new Hold(upload(row), row.getLong("fence")))
                .findOne();
    }

    /** Also a hold that has run out, if nobody has taken over meanwhile. False where somebody has. */
    boolean extend(Handle handle, Hold hold) {
        return update(handle, hold, "lease_until = " + leaseEnd + ", expires_at = " + expiry);
    }

    boolean release(Handle handle, Hold hold) {
        return update(handle, hold, "lease_until = null");
    }

    boolean setSize(Handle handle, Hold hold, long size) {
        return update(handle, hold, "size = " + size);
    }

    boolean complete(Handle handle, Hold hold) {
        return update(handle, hold, "complete = true, lease_until = null");
    }

    private static boolean update(Handle handle, Hold hold, String change) {
        return handle.createUpdate("update resumable_upload set " + change + HELD)
                        .bind("id", hold.upload().fileId().value())
                        .bind("fence", hold.fence())
                        .execute()
                == 1;
    }

    boolean remove(Handle handle, Hold hold) {
        return handle.createUpdate("delete from resumable_upload" + HELD)
                        .bind("id", hold.upload().fileId().value())
                        .bind("fence", hold.fence())
                        .execute()
                == 1;
    }

    static void insertJoined(Handle handle, FileId fileId, String concat) {
        handle.createUpdate("insert into joined_upload (file_id, concat) values (:id, :concat)")
                .bind("id", fileId.value())
                .bind("concat", concat)
                .execute();
    }

    static Optional<String> concat(Handle handle, FileId fileId) {
        return handle.createQuery("select concat from joined_upload where file_id = :id")
                .bind("id", fileId.value())
                .mapTo(String.class)
                .findOne();
    }

    /** Parts that were joined are needed for as long as a client may ask for that again, and no longer. */
    void expireWithin(Handle handle, Collection<FileId> parts, int seconds) {
        for (FileId part : parts) {
            handle.createUpdate("update resumable_upload set expires_at = " + inSeconds(seconds)
                            + " where file_id = :id and expires_at > " + inSeconds(seconds))
                    .bind("id", part.value())
                    .execute();
        }
    }

    /** Takes hold of uploads whose time is over, so that nobody writes to them while they are removed. */
    List<Hold> holdExpired(Handle handle, int limit) {
        List<String> over = handle.createQuery(
                        "select file_id from resumable_upload where expires_at < current_timestamp" + " and " + FREE
                                + " order by expires_at limit :limit for update skip locked")
                .bind("limit", limit)
                .mapTo(String.class)
                .list();
        for (String id : over) {
            int taken = handle.createUpdate("update resumable_upload set fence = fence + 1, lease_until = " + leaseEnd
                            + " where file_id = :id")
                    .bind("id", id)
                    .execute();
            assert taken == 1;
        }
        return over.stream()
                .map(id -> held(handle, new FileId(id)).orElseThrow())
                .toList();
    }

    private static ResumableUpload upload(ResultSet row) throws SQLException {
        Long size = row.getObject("size", Long.class);
        return new ResumableUpload(
                new FileId(row.getString("file_id")),
                row.getString("media"),
                size == null ? OptionalLong.empty() : OptionalLong.of(size),
                row.getString("metadata"),
                row.getBoolean("partial"),
                row.getBoolean("complete"),
                row.getString("profile"),
                JobTable.instant(row, "expires_at"));
    }
}
