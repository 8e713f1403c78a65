-- A repetition is a job of its own that shares the original's bytes with the one that failed.
alter table job add column retry_of varchar(36);
create index job_media on job (media);

-- What operators want to know of each attempt; clients never see it.
create table attempt (
  file_id    varchar(36)              not null references job (file_id) on delete cascade,
  attempt    integer                  not null,
  worker     varchar(255)             not null,
  started_at timestamp(3) with time zone not null,
  ended_at   timestamp(3) with time zone,
  outcome    varchar(64),
  said       varchar(65536),
  primary key (file_id, attempt)
);
