-- The newest jobs of each state, a page at a time.
create index job_list on job (state, created_at, file_id);

-- How long its bytes and its story are kept is counted from the end of a job, by this database's clock.
alter table job add column ended_at timestamp(3) with time zone;
-- Since when bytes wait for their removal, which is the end too; empty before it, and once they are gone.
alter table job add column original_since timestamp(3) with time zone;
alter table job add column results_since timestamp(3) with time zone;
-- Set before the bytes go: what may be gone is promised to nobody.
alter table job add column original_expired boolean default false not null;
alter table job add column results_expired boolean default false not null;

update job set ended_at = (select max(journal.at) from journal where journal.file_id = job.file_id)
  where state in ('completed', 'failed');
update job set original_since = ended_at, results_since = case when output is null then null else ended_at end
  where state in ('completed', 'failed');

create index job_ended on job (ended_at, file_id);
create index job_original_since on job (original_since, file_id);
create index job_results_since on job (results_since, file_id);
