-- Where a removed job had come to. Its id may come again, and goes on from there for as long as this is kept.
create table tombstone (
  file_id    varchar(36)              not null primary key,
  fence      bigint                   not null,
  entry      integer                  not null,
  removed_at timestamp(3) with time zone not null
);

create index tombstone_age on tombstone (removed_at, file_id);
