-- A video that was joined of parts: how its client named them, for whoever asks where the upload stands.
create table joined_upload (
  file_id  varchar(36)     not null primary key references job (file_id) on delete cascade,
  concat   varchar(32768)  not null
);
