-- One row per uploaded file. Lease arithmetic uses this database's clock alone.
create table job (
  file_id      varchar(36)              not null primary key,
  state        varchar(16)              not null,
  priority     smallint                 not null,
  created_at   timestamp(3) with time zone not null,
  filename     varchar(4096)            not null,
  mime_type    varchar(255)             not null,
  size         bigint                   not null,
  media        varchar(1024)            not null,
  attempt      integer                  not null,
  failures     integer                  not null,
  lost_leases  integer                  not null,
  fence        bigint                   not null,
  worker       varchar(255),
  lease_until  timestamp(3) with time zone,
  not_before   timestamp(3) with time zone not null,
  entry        integer                  not null,
  progress_seq bigint,
  progress     varchar(65536),
  output       varchar(1024)
);

-- A free slot looks for expired leases, then for the highest priority, then for the oldest.
create index job_queue on job (state, priority desc, created_at);
create index job_lease on job (state, lease_until);

-- The lifecycle of each file: entry n of a file is written once and never changed.
create table journal (
  file_id  varchar(36)              not null references job (file_id) on delete cascade,
  entry    integer                  not null,
  kind     varchar(16)              not null,
  at       timestamp(3) with time zone not null,
  attempt  integer                  not null,
  detail   varchar(1000000)         not null,
  primary key (file_id, entry)
);
