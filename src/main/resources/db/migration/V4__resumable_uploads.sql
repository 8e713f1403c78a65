-- Uploads that come in pieces and are not jobs yet. How much of one is there, the media store knows.
create table resumable_upload (
  file_id      varchar(36)              not null primary key,
  expires_at   timestamp(3) with time zone not null,
  media        varchar(1024)            not null,
  size         bigint,
  metadata     varchar(16384)           not null,
  partial      boolean                  not null,
  complete     boolean                  not null,
  fence        bigint                   not null,
  lease_until  timestamp(3) with time zone
);

create index resumable_upload_expiry on resumable_upload (expires_at);
